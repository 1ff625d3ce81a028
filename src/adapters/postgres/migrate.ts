import { readdir, readFile } from "node:fs/promises";
import type { Instant } from "../../domain/ids.ts";
import { type ConnectionOptions, createPool, type Pool } from "./pool.ts";

/** Any number, the same for all processes: whoever holds this advisory lock migrates, the others wait. */
const MIGRATION_LOCK = 719_001;
const FOLDER = new URL("./migrations/", import.meta.url);
const NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The database was migrated by newer code than this: starting would misread it. */
class DatabaseTooNew extends Error {
  override readonly name = "DatabaseTooNew";
}

/** `migrate`, on a connection of its own that may take as long as it takes. */
export async function migrateAt(connection: ConnectionOptions, now: Instant): Promise<void> {
  const pool = createPool({ max: 1, ...connection, query_timeout: 0, maxLifetimeSeconds: 0 });
  try {
    await migrate(pool, now);
  } finally {
    await pool.end();
  }
}

/**
 * Brings the database to the version of this code; forward only, each file in one transaction, version row first.
 * Safe to call from several processes at once. Throws `DatabaseTooNew` where newer code has been here.
 */
export async function migrate(pool: Pool, now: Instant): Promise<void> {
  const files = await migrationFiles();
  const client = await pool.connect();
  try {
    // Whoever waits for the one who migrates waits as long as that takes, and an index over a large table takes its time.
    await client.query("set statement_timeout = 0");
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(
      "create table if not exists schema_version (version integer primary key, name text not null, applied_at bigint not null)",
    );
    const applied = await client.query<{ version: number }>("select version from schema_version");
    const known = new Set(applied.rows.map((row) => row.version));
    const newest = files.at(-1)?.version ?? 0;
    const ahead = Math.max(0, ...known);
    if (ahead > newest) {
      throw new DatabaseTooNew(
        `The database is at version ${ahead}, this program knows ${newest}: start the newer program, or restore a backup.`,
      );
    }
    for (const file of files) {
      if (known.has(file.version)) continue;
      await client.query("begin");
      try {
        await client.query("insert into schema_version (version, name, applied_at) values ($1, $2, $3)", [
          file.version,
          file.name,
          now,
        ]);
        await client.query(await readFile(new URL(file.name, FOLDER), "utf8"));
        await client.query("commit");
      } catch (cause) {
        await client.query("rollback");
        throw new Error(`Migration ${file.name} failed; the database is as it was before it.`, { cause });
      }
    }
  } finally {
    // Ends the session's advisory lock with the connection's use, whatever happened above.
    await client.query("select pg_advisory_unlock_all()");
    await client.query("reset statement_timeout");
    client.release();
  }
}

async function migrationFiles(): Promise<readonly { readonly version: number; readonly name: string }[]> {
  const names = await readdir(FOLDER);
  return names
    .flatMap((name) => {
      const version = NAME.exec(name)?.[1];
      return version === undefined ? [] : [{ version: Number(version), name }];
    })
    .toSorted((a, b) => a.version - b.version);
}
