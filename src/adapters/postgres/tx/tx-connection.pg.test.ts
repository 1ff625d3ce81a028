import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../../test/support/servers/database.ts";
import { beginTx, type TxConnection } from "./tx-connection.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("create table note (id integer primary key)");
});
afterAll(() => database.dispose());
beforeEach(async () => void (await database.pool.query("delete from note")));

const notes = async () =>
  (await database.pool.query<{ id: number }>("select id from note order by id")).rows.map(({ id }) => id);
const INSERT = "insert into note (id) values ($1)";

/** Runs `work` in a transaction on a connection of its own; answers what went wrong, null: nothing. */
async function within(work: (db: TxConnection) => Promise<void>): Promise<string | null> {
  const client = await database.pool.connect();
  const { open, commit, rollback } = beginTx(client);
  const db = open();
  try {
    await work(db);
    await commit();
    return null;
  } catch (thrown) {
    const { isBroken, error } = await rollback(thrown);
    return `${isBroken ? "broken: " : ""}${error instanceof Error ? error.message : "no error"}`;
  } finally {
    client.release();
  }
}

test("what is sent is there for the next statement, and for everybody after the commit", async () => {
  const problem = await within(async (db) => {
    await db.send(INSERT, [1]);
    await db.send({ name: "a-note", text: INSERT, values: [2] });
    expect((await db.query("select id from note")).rows).toHaveLength(2);
    expect(await notes()).toEqual([]);
  });
  expect([problem, await notes()]).toEqual([null, [1, 2]]);
});

test("a sent write that fails fails the commit, and nothing is there", async () => {
  const problem = await within(async (db) => {
    await db.send(INSERT, [1]);
    await db.send(INSERT, [1]);
  });
  expect(problem).toMatch(/^duplicate key/);
  expect(await notes()).toEqual([]);
});

test("where a later statement stumbles over it, the failure that is told is the first", async () => {
  const problem = await within(async (db) => {
    await db.send(INSERT, [1]);
    await db.send(INSERT, [1]);
    await db.query("select 1");
  });
  expect(problem).toMatch(/^duplicate key/);
});

test("work that throws writes nothing of what it sent", async () => {
  const problem = await within(async (db) => {
    await db.send(INSERT, [1]);
    throw new Error("changed my mind");
  });
  expect([problem, await notes()]).toEqual(["changed my mind", []]);
});

test("a statement that fails is what is told, not the write that was sent behind it", async () => {
  const problem = await within(async (db) => {
    const asked = db.query("select 1 / 0");
    await db.send(INSERT, [1]);
    await asked;
  });
  expect([problem, await notes()]).toEqual(["division by zero", []]);
});

test("a connection that was lost cannot roll back, and is said to be broken", async () => {
  const problem = await within(async (db) => {
    const { rows } = await db.query<{ pid: number }>("select pg_backend_pid() as pid");
    await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    await db.query("select 1");
  });
  expect(problem).toMatch(/^broken: /);
});
