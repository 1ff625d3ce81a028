import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { instant } from "../../domain/ids.ts";
import { measureSkew, SKEW_WORTH_A_WARNING_MS } from "./clock-skew.ts";

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
