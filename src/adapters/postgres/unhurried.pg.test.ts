import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyWorld, type EmptyWorld } from "../../../test/support/world.ts";
import { attachmentId, instant, MINUTE, sessionId } from "../../domain/ids.ts";
import { createPool, type Pool } from "./pool.ts";
import { attachmentTx } from "./attachments/attachment-tx.ts";
import { rateLimiter } from "./sessions/rate-limiter.ts";
import { beginTx } from "./tx/tx-connection.ts";

let world: EmptyWorld;
/** As in production: a commit waits. */
let pool: Pool;

beforeAll(async () => {
  world = await emptyWorld();
  pool = createPool({ ...world.database.connection, options: "-c synchronous_commit=on" });
  // What each transaction commits with is written down by a trigger that runs at its commit.
  await pool.query(`
    create table committed (what text, waits text);
    create function note_commit() returns trigger language plpgsql as $$
      begin insert into committed values (tg_table_name, current_setting('synchronous_commit')); return null; end $$;
    create constraint trigger noted after insert on rate_window deferrable initially deferred
      for each row execute function note_commit();
    create constraint trigger noted after insert on attachment_bytes deferrable initially deferred
      for each row execute function note_commit();
    create constraint trigger noted after update on attachment deferrable initially deferred
      for each row execute function note_commit()`);
});
afterAll(async () => {
  await pool.end();
  await world.dispose();
});

async function inTx(work: (files: ReturnType<typeof attachmentTx>) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  const { open, commit, rollback } = beginTx(client);
  const db = open();
  try {
    await work(attachmentTx(db));
    await commit();
  } catch (error) {
    await rollback(error);
    throw error;
  } finally {
    client.release();
  }
}

const committed = async (): Promise<readonly { what: string; waits: string }[]> =>
  (await pool.query<{ what: string; waits: string }>("delete from committed returning what, waits")).rows;

const newFile = () => {
  const id = attachmentId(world.newId());
  const file = { id, name: "a.txt", type: "text/plain", size: 6, image: null };
  const slice = (number: number) =>
    inTx(async (files) => {
      if (number === 0) await files.open(id, { uploadedBy: sessionId(world.newId()), now: instant(0) });
      await files.addSlice(id, { number, bytes: Buffer.from("abc") });
    });
  return { id, slice, close: () => inTx((files) => files.close(file)) };
};

test("a slice waits for no disk, the file that is whole does", async () => {
  const { slice, close } = newFile();
  await slice(0);
  await slice(1);
  await close();
  expect(await committed()).toEqual([
    { what: "attachment_bytes", waits: "off" },
    { what: "attachment_bytes", waits: "off" },
    { what: "attachment", waits: "on" },
  ]);
});

test("a file of which a crash took a slice back, or all, is never whole", async () => {
  const { id, slice, close } = newFile();
  await slice(0);
  await slice(1);
  await pool.query("delete from attachment_bytes where attachment_id = $1 and slice = 0", [id]);
  await expect(close()).rejects.toThrow("not all that came was kept");
  expect((await pool.query("select is_whole from attachment where id = $1", [id])).rows).toEqual([{ is_whole: false }]);
  await expect(newFile().close()).rejects.toThrow("not all that came was kept");
});

test("a rate window waits for no disk, and leaves the connection as it was", async () => {
  await committed();
  expect(await rateLimiter(pool).take("post:someone", { most: 2, within: MINUTE }, instant(0))).toBeNull();
  expect(await committed()).toEqual([{ what: "rate_window", waits: "off" }]);
  const after = await pool.query<{ waits: string }>("select current_setting('synchronous_commit') as waits");
  expect(after.rows).toEqual([{ waits: "on" }]);
});
