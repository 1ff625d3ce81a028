import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyWorld, type EmptyWorld } from "../../../test/support/world.ts";
import { until } from "../../../test/support/until.ts";
import { THE_HOUSE } from "../../domain/audit/audit.ts";

/** More than a pool has connections. */
const MANY = 40;

let world: EmptyWorld;

beforeAll(async () => {
  world = await emptyWorld();
});
afterAll(() => world.dispose());

test("however much comes in bulk, whoever waits before a screen finds a connection", async () => {
  const gate = Promise.withResolvers<null>();
  const open = { now: 0, most: 0 };
  const waits = async (): Promise<void> => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    await gate.promise;
    open.now -= 1;
  };
  // A store that acts for somebody has no places of its own.
  const acting = world.store.by(THE_HOUSE);
  const bulk = Array.from({ length: MANY }, (_, n) => (n % 2 === 0 ? world.store : acting).inBulk(waits));
  await until("all places are taken", () => open.now >= 6);
  await world.store.transaction((tx) => tx.settings.requireAccount().catch(() => null));
  await world.database.pool.query("select 1");
  gate.resolve(null);
  await Promise.all(bulk);
  expect(open.most).toBe(6);
});
