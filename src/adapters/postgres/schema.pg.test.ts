import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaText } from "../../../scripts/print-schema.ts";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.dispose());

test("schema.sql tells the tables as the migrations leave them", async () => {
  const committed = readFileSync(new URL("./schema.sql", import.meta.url), "utf8");
  const actual = await schemaText(database.pool);
  expect(
    committed,
    "schema.sql is not what the migrations make. Cure: node scripts/print-schema.ts > src/adapters/postgres/schema.sql",
  ).toBe(actual);
});

test("a changed column, constraint or index shows", async () => {
  const before = await schemaText(database.pool);
  const client = await database.pool.connect();
  try {
    await client.query("begin");
    await client.query("alter table suppression add column proof text not null default 'none'");
    await client.query("create index suppression_by_date on suppression (at)");
    const after = await schemaText(client);
    const fresh = after.split("\n").filter((line) => !before.split("\n").includes(line));
    expect(fresh.join("\n")).toContain("proof text not null default 'none'::text");
    expect(fresh.join("\n")).toContain("CREATE INDEX suppression_by_date ON suppression USING btree (at);");
  } finally {
    await client.query("rollback");
    client.release();
  }
});
