import type { Instant } from "../../domain/ids.ts";
import type { Pool } from "./pool.ts";

interface KeyRow {
  readonly id: number;
  readonly secret: Uint8Array;
  readonly wrapped: boolean;
}

/** Any number of its own: the first process makes the key, the others wait for it. */
const KEY_LOCK = 719_002;

/** The master keys; where there is none yet, `make` gives the first. */
export async function ensureSigningKeys(
  pool: Pool,
  make: (id: number) => KeyRow,
  now: Instant,
): Promise<readonly KeyRow[]> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [KEY_LOCK]);
    const select = "select id, secret, wrapped from signing_key order by id";
    const found = await client.query<KeyRow>(select);
    if (found.rows.length === 0) {
      const key = make(1);
      await client.query("insert into signing_key (id, secret, wrapped, made_at) values ($1, $2, $3, $4)", [
        key.id,
        Buffer.from(key.secret),
        key.wrapped,
        now,
      ]);
    }
    const keys = await client.query<KeyRow>(select);
    await client.query("commit");
    return keys.rows;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}
