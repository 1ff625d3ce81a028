import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../../../test/support/servers/database.ts";
import { until } from "../../../test/support/until.ts";
import { instant } from "../../domain/ids.ts";
import { migrate } from "./migrate.ts";
import { createPool } from "./pool.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.dispose());

/** So long a statement may take, in milliseconds: far longer than this another process migrates. */
const PATIENCE = 20;

test("whoever waits for the one who migrates outlasts the limit on statements, and has it again afterwards", async () => {
  const migrating = await database.pool.connect();
  await migrating.query("select pg_advisory_lock(719001)");
  const pool = createPool({ ...database.connection, max: 1, statement_timeout: PATIENCE });
  const waiting = migrate(pool, instant(1)).then(() => "migrated", String);
  await until("it has waited for ten times as long", async () => {
    const found = await migrating.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'
         and clock_timestamp() - query_start > make_interval(secs => $1)`,
      [(10 * PATIENCE) / 1_000],
    );
    return found.rowCount === 1;
  });
  await migrating.query("select pg_advisory_unlock(719001)");
  migrating.release();
  expect(await waiting).toBe("migrated");
  const limit = await pool.query<{ statement_timeout: string }>("show statement_timeout");
  expect(limit.rows[0]?.statement_timeout).toBe(`${PATIENCE}ms`);
  await pool.end();
});
