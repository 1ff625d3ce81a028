import { afterAll, beforeAll, expect, test } from "vitest";
import { begin, freshWorld, marie, reply, type World } from "../../../test/support/world.ts";
import { until } from "../../../test/support/until.ts";
import { THE_HOUSE } from "../../domain/audit/audit.ts";
import type { Store } from "../../ports/store.ts";
import { createStore } from "./store.ts";

/** More than a pool has connections. */
const MANY = 40;

let world: World;

beforeAll(async () => {
  world = await freshWorld();
});
afterAll(() => world.dispose());

interface Given {
  readonly store: Store;
  readonly clock: { now: number };
  /** How many of them run, and the most that did at once. */
  readonly open: { now: number; most: number };
  /** Resolves when all that were begun have ended. */
  bulk(): Promise<unknown>;
  readonly gate: PromiseWithResolvers<null>;
}

function given(): Given {
  const clock = { now: 0 };
  const { pool } = world.database;
  const store = createStore({ pool, newId: world.newId, publish: () => undefined, elapsed: () => clock.now });
  const gate = Promise.withResolvers<null>();
  const open = { now: 0, most: 0 };
  const waits = async (): Promise<void> => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    await gate.promise;
    open.now -= 1;
  };
  // A store that acts for somebody has no places of its own.
  const acting = store.by(THE_HOUSE);
  const bulk = () => Promise.all(Array.from({ length: MANY }, (_, n) => (n % 2 === 0 ? store : acting).inBulk(waits)));
  return { store, clock, open, bulk, gate };
}

const works = (store: Store): Promise<unknown> =>
  store.transaction((tx) => tx.settings.requireAccount().catch(() => null));

test("however much comes in bulk, whoever waits before a screen finds a connection", async () => {
  const { store, open, bulk, gate } = given();
  const done = bulk();
  await until("all places are taken", () => open.now >= 6);
  await works(store);
  await world.database.pool.query("select 1");
  gate.resolve(null);
  await done;
  expect(open.most).toBe(6);
});

test("beside people at work two at once are done, and more again when they have rested", async () => {
  const { store, clock, open, bulk, gate } = given();
  await works(store.by(THE_HOUSE));
  const done = bulk();
  await until("the first are at work", () => open.now >= 2);
  clock.now += 999;
  gate.resolve(null);
  await done;
  expect(open.most).toBe(2);
  clock.now += 1;
  await bulk();
  expect(open.most).toBeGreaterThan(2);
});

test("a reply of which nothing else follows is work, too", async () => {
  const { store, clock, open, bulk, gate } = given();
  const id = await begin(world, await marie(world));
  await reply({ ...world, store }, id);
  clock.now += 1_000;
  // No transaction any more, but a statement.
  await reply({ ...world, store }, id);
  const done = bulk();
  await until("the first are at work", () => open.now >= 2);
  gate.resolve(null);
  await done;
  expect(open.most).toBe(2);
});
