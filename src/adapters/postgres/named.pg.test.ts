import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { named } from "./named.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.dispose());

test("a statement with values is prepared once a connection, whatever its values; one without is not", async () => {
  const client = await database.pool.connect();
  try {
    const db = named(client);
    await db.query("begin");
    expect((await db.query("select $1::int + 1 as sum", [1])).rows).toEqual([{ sum: 2 }]);
    expect((await db.query("select $1::int + 1 as sum", [2])).rows).toEqual([{ sum: 3 }]);
    await db.query({ name: "mine", text: "select $1::int as one", values: [1] });
    await db.query("commit");
    const found = await client.query("select statement from pg_prepared_statements order by statement");
    expect(found.rows).toEqual([{ statement: "select $1::int + 1 as sum" }, { statement: "select $1::int as one" }]);
  } finally {
    client.release();
  }
});

test("a refused statement refuses as before, and the connection goes on", async () => {
  const client = await database.pool.connect();
  try {
    const db = named(client);
    await expect(db.query("select 1 / $1::int", [0])).rejects.toThrow("division by zero");
    expect((await db.query("select 1 / $1::int as one", [1])).rows).toEqual([{ one: 1 }]);
  } finally {
    client.release();
  }
});
