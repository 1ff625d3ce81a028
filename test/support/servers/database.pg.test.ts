import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
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

test("a database is dropped whoever is still in it, the server's own housekeeping too", async () => {
  const third = await freshDatabase();
  const { admin } = inject("postgres");
  const keeper = new pg.Client({ ...admin, database: third.connection.database });
  const ended = new Promise((resolve) => keeper.on("error", resolve));
  await keeper.connect();
  await third.dispose();
  await ended;
});

test("every migration has been applied", async () => {
  const { rows } = await first.pool.query<{ version: number }>("select version from schema_version order by version");
  expect(rows.map((row) => row.version)).toEqual(rows.map((_row, index) => index + 1));
  expect(rows.length).toBeGreaterThan(0);
});
