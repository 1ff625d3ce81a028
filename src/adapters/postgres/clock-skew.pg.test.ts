import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { begin, freshWorld, marie, reply } from "../../../test/support/world.ts";
import { instant } from "../../domain/ids.ts";
import { measureSkew, mendFuture, SKEW_WORTH_A_WARNING_MS } from "./clock-skew.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.dispose());

test("a clock that agrees with the database's gives no cause for a warning", async () => {
  const skew = await measureSkew(database.pool, () => instant(Date.now()));
  expect(Math.abs(skew)).toBeLessThan(SKEW_WORTH_A_WARNING_MS);
});

test("a clock that is an hour ahead or behind is told, with its sign", async () => {
  const hour = 3_600_000;
  const ahead = await measureSkew(database.pool, () => instant(Date.now() + hour));
  const behind = await measureSkew(database.pool, () => instant(Date.now() - hour));
  expect(Math.abs(ahead - hour)).toBeLessThan(SKEW_WORTH_A_WARNING_MS);
  expect(Math.abs(behind + hour)).toBeLessThan(SKEW_WORTH_A_WARNING_MS);
});

test("what was written ahead of the clock is taken for now; what never happened has not happened now", async () => {
  const world = await freshWorld();
  const id = await begin(world, await marie(world));
  await reply(world, id);
  const { pool } = world.database;
  const now = world.clock.now();
  const ahead = now + 7_200_000;
  await pool.query("update message set posted_at = $2 where conversation_id = $1 and fate = 'waiting'", [id, ahead]);
  await pool.query("update conversation set address_given_at = $2, last_mail_at = null where id = $1", [id, ahead]);
  await pool.query(
    `insert into connection (id, session_id, opened_at, until) select gen_random_uuid(), id, 1, $1 from widget_session limit 1`,
    [ahead],
  );
  await mendFuture(pool, now);
  const messages = await pool.query(
    "select posted_at, edited_at from message where conversation_id = $1 and fate = 'waiting'",
    [id],
  );
  expect(messages.rows).toEqual([{ posted_at: now, edited_at: null }]);
  const conversations = await pool.query(
    "select address_given_at, last_mail_at, attention_at, read_at from conversation where id = $1",
    [id],
  );
  expect(conversations.rows).toEqual([
    { address_given_at: now, last_mail_at: null, attention_at: null, read_at: null },
  ]);
  expect((await pool.query("select until, closed_at from connection")).rows).toEqual([{ until: now, closed_at: null }]);
  await world.dispose();
});
