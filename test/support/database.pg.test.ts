import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, ODD_TIME_ZONE, type TestDatabase } from "./database.ts";

let first: TestDatabase;
let second: TestDatabase;
beforeAll(async () => {
  [first, second] = await Promise.all([freshDatabase(), freshDatabase()]);
});
afterAll(() => Promise.all([first.dispose(), second.dispose()]));

test("each test file has a database of its own", async () => {
  await first.pool.query("create table mine (id int)");
  await expect(second.pool.query("select id from mine")).rejects.toThrow("does not exist");
});

test("the server keeps an odd time zone, so that no code can lean on it", async () => {
  const { rows } = await first.pool.query<{ TimeZone: string }>("show timezone");
  expect(rows).toEqual([{ TimeZone: ODD_TIME_ZONE }]);
});
