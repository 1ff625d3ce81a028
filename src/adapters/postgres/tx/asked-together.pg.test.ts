import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../../test/support/servers/database.ts";
import { askedTogether, toldTogether } from "./asked-together.ts";
import { beginTx, type TxConnection } from "./tx-connection.ts";

let database: TestDatabase;
const said: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("create table note (id integer primary key)");
});
afterAll(() => database.dispose());
beforeEach(async () => {
  said.length = 0;
  await database.pool.query("delete from note");
});

/** Doubles in PostgreSQL, and keeps what leaves in one statement. */
const doubling = (name: string) =>
  askedTogether(async (db, numbers: readonly number[]) => {
    said.push(`${name} ${numbers.join(" ")}`);
    const found = await db.query<{ twice: number }>(
      "select 2 * number as twice from unnest($1::int[]) with ordinality as asked (number, place) order by place",
      [numbers],
    );
    return found.rows.map(({ twice }) => twice);
  });
const one = doubling("one");
const two = doubling("two");
const keep = toldTogether((db, ids: readonly number[]) => {
  said.push(`keep ${ids.join(" ")}`);
  return db.query("insert into note (id) select * from unnest($1::int[])", [ids]);
});

const asks = (n: number) => (db: TxConnection) => Promise.all([one(db, n), two(db, n + 1)]);
const keeps = (id: number) => (db: TxConnection) => keep(db, id);

async function together(...works: readonly ((db: TxConnection) => Promise<unknown>)[]): Promise<readonly unknown[]> {
  const client = await database.pool.connect();
  const { open, commit, rollback } = beginTx(client);
  try {
    const results = await Promise.all(works.map((work) => work(open())));
    await commit();
    return results;
  } catch (thrown) {
    return [(await rollback(thrown)).error];
  } finally {
    client.release();
  }
}

test("what several works ask in one turn leaves as one statement of each kind, and each gets its own answers", async () => {
  expect(await together(asks(1), asks(10))).toEqual([
    [2, 4],
    [20, 22],
  ]);
  expect(said).toEqual(["one 1 10", "two 2 11"]);
});

test("what a work asks leaves in its own order, whatever others have asked before it", async () => {
  await together(
    (db) => Promise.all([one(db, 1), two(db, 2)]),
    (db) => Promise.all([two(db, 3), one(db, 4)]),
  );
  expect(said).toEqual(["one 1", "two 2 3", "one 4"]);
});

test("what is asked once the first questions have left is asked anew, and answered", async () => {
  expect(await together(async (db) => [await one(db, 1), await one(db, 2)])).toEqual([[2, 4]]);
  expect(said).toEqual(["one 1", "one 2"]);
});

test("a statement of one work alone waits behind what that work has asked", async () => {
  const found = await together(async (db) => {
    await keep(db, 1);
    return (await db.query("select id from note")).rows;
  });
  expect(found).toEqual([[{ id: 1 }]]);
});

test("what was told is there after the commit, and where it fails the commit fails", async () => {
  await together(keeps(1), keeps(2));
  expect((await database.pool.query("select id from note order by id")).rows).toEqual([{ id: 1 }, { id: 2 }]);
  const [problem] = await together(keeps(3), keeps(2));
  expect(String(problem)).toContain("duplicate key");
  expect((await database.pool.query("select id from note order by id")).rows).toEqual([{ id: 1 }, { id: 2 }]);
  expect(said).toEqual(["keep 1 2", "keep 3 2"]);
});
