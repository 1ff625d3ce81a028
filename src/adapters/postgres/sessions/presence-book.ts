import type { PresenceBook } from "../../../ports/sessions/presence.ts";
import { freeLeases } from "../job-tx.ts";
import type { Pool } from "../pool.ts";

/** Processes that went without a word are forgotten after a day: by then others have taken up their work. */
const FORGOTTEN_AFTER_MS = 86_400_000;

export function presenceBook(pool: Pool): PresenceBook {
  return {
    async renew(ids, until) {
      // A lease that lapsed while its socket lived (this process was busy) is taken up again; a departure stays one.
      await pool.query(
        `update connection set until = $2, closed_at = null
         where id = any($1) and (closed_at is null or closed_at = until)`,
        [ids, until],
      );
    },
    beat: (processId, times) => beat(pool, processId, times),
    async beginAnew(now) {
      await pool.query("update uptime set since = $1", [now]);
    },
    async noteClock(processId, aheadMs) {
      await pool.query("update process set clock_ahead = $2 where id = $1", [processId, aheadMs]);
    },
    async leave(processId) {
      await pool.query("delete from process where id = $1", [processId]);
    },
  };
}

async function beat(
  pool: Pool,
  ...[processId, { startedAt, lastAt, now, until }]: Parameters<PresenceBook["beat"]>
): ReturnType<PresenceBook["beat"]> {
  const client = await pool.connect();
  let lapsed: readonly string[];
  try {
    await client.query("begin");
    // One process at a time decides whether it is the first.
    await client.query("lock table process in share row exclusive mode");
    const others = await client.query("select 1 from process where id <> $1 and until > $2 limit 1", [processId, now]);
    const known = await client.query("select 1 from process where id = $1 and until > $2", [processId, now]);
    if (others.rowCount === 0 && known.rowCount === 0) {
      await client.query(
        "insert into uptime (id, since) values (1, $1) on conflict (id) do update set since = excluded.since",
        [now],
      );
    }
    await client.query(
      "insert into process (id, started_at, until) values ($1, $2, $3) on conflict (id) do update set until = excluded.until",
      [processId, startedAt, until],
    );
    const silent = await client.query<{ id: string }>(
      "select id from process where id <> $1 and until <= $2 and ($3::bigint is null or until > $3)",
      [processId, now, lastAt],
    );
    lapsed = silent.rows.map(({ id }) => id);
    await client.query("delete from process where until < $1::bigint - $2", [now, FORGOTTEN_AFTER_MS]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
  if (lapsed.length > 0) await freeLeases(pool, lapsed, now);
  return { isSomebodyGone: lapsed.length > 0 };
}
