/** A page of the workspace and its lease. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { desk, openSocketDoors, type SocketDoors } from "../../../test/support/doors/sockets.ts";
import { until } from "../../../test/support/until.ts";

let given: SocketDoors;
beforeEach(async () => {
  given = await openSocketDoors();
});
afterEach(() => given.close());

interface Lease {
  readonly is_idle: boolean;
  readonly until: number;
}

/** The only one; null: there is none. */
async function lease(): Promise<{ readonly isIdle: boolean; readonly endsIn: number } | null> {
  const found = await given.world.database.pool.query<Lease>("select is_idle, until from desk");
  const [row] = found.rows;
  return row === undefined ? null : { isIdle: row.is_idle, endsIn: row.until - given.world.clock.now() };
}

test("is there while its socket lives, idle while nobody touches it, and soon gone", async () => {
  const { line } = await desk(given);
  await until("they are there", async () => (await lease())?.isIdle === false);
  line.say({ type: "idle", idle: true });
  await until("they are idle", async () => (await lease())?.isIdle === true);
  expect(given.agents.openDesks()).toMatchObject([{ isIdle: true }]);
  line.socket.close();
  await until("the server has seen it", () => given.agents.openDesks().length === 0);
  await until("its lease is short", async () => (await lease())?.endsIn === 20_000);
});

test("stays there when the server stops: its page comes back", async () => {
  const { line } = await desk(given);
  await until("they are there", async () => (await lease()) !== null);
  void given.agents.stop();
  expect(await line.closed).toBe(1001);
  await until("the server has seen it", () => given.agents.openDesks().length === 0);
  await given.agents.stop();
  expect(await lease()).toMatchObject({ endsIn: 45_000 });
});
