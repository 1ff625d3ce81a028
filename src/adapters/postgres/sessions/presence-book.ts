import { conversationId, type Instant } from "../../../domain/ids.ts";
import { SESSION_LIVES_FOR } from "../../../domain/sessions/session.ts";
import { CONNECTION_LEASE_MS, type PresenceBook, type RateLimiter } from "../../../ports/sessions/presence.ts";
import { freeLeases, wakeStatement } from "../job-tx.ts";
import type { Pool } from "../pool.ts";

/** Lapsed sockets are forgotten after a day: by then every departure that they tell of has been acted on. */
const FORGOTTEN_AFTER_MS = 86_400_000;

export function presenceBook(pool: Pool, newId: () => string): PresenceBook {
  return {
    async open(connection, now) {
      await pool.query(
        "insert into connection (id, session_id, opened_at, until) values ($1, $2, $3::bigint, $3::bigint + $4)",
        [connection.id, connection.sessionId, now, CONNECTION_LEASE_MS],
      );
      // Twelve months from the last visit, not from the first (product.md §5.2).
      await pool.query(
        `update widget_session set last_used_at = $2::bigint, expires_at = greatest(expires_at, $2::bigint + $3)
         where id = $1`,
        [connection.sessionId, now, SESSION_LIVES_FOR],
      );
      await wakeWaiting(pool, newId, connection.sessionId, now);
    },
    async renew(ids, now) {
      // A lease that lapsed while its socket lived (this process was busy) is taken up again; a departure stays one.
      await pool.query(
        `update connection set until = $2::bigint + $3, closed_at = null
         where id = any($1) and (closed_at is null or closed_at = until)`,
        [ids, now, CONNECTION_LEASE_MS],
      );
    },
    async close(id, now) {
      const closed = await pool.query<{ session_id: string }>(
        "update connection set closed_at = $2 where id = $1 and closed_at is null returning session_id",
        [id, now],
      );
      const [row] = closed.rows;
      return row === undefined ? [] : wakeWaiting(pool, newId, row.session_id, now);
    },
    beat: (processId, times) => beat(pool, newId, processId, times),
    async leave(processId) {
      await pool.query("delete from process where id = $1", [processId]);
    },
  };
}

async function beat(
  pool: Pool,
  newId: () => string,
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
    await client.query("delete from connection where until < $1::bigint - $2", [now, FORGOTTEN_AFTER_MS]);
    await client.query("delete from rate_window where opened_at < $1::bigint - $2", [now, FORGOTTEN_AFTER_MS]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
  await closeLapsed(pool, newId, now);
  if (lapsed.length > 0) await freeLeases(pool, lapsed, now);
  return { isSomebodyGone: lapsed.length > 0 };
}

/** A lease that ended is a departure: the rule is asked about it as about any other. */
async function closeLapsed(pool: Pool, newId: () => string, now: Instant): Promise<void> {
  const lapsed = await pool.query<{ session_id: string }>(
    "update connection set closed_at = until where closed_at is null and until <= $1 returning session_id",
    [now],
  );
  for (const session of new Set(lapsed.rows.map((row) => row.session_id))) await wakeWaiting(pool, newId, session, now);
}

/** Coming and going change what agents read under a waiting reply, and when it is due. */
async function wakeWaiting(
  pool: Pool,
  newId: () => string,
  session: string,
  now: Instant,
): ReturnType<PresenceBook["close"]> {
  const found = await pool.query<{ id: string }>(
    `select distinct session_conversation.conversation_id as id
     from session_conversation join message on message.conversation_id = session_conversation.conversation_id
     where session_id = $1 and fate = 'waiting' and deleted_at is null`,
    [session],
  );
  for (const { id } of found.rows) {
    await pool.query(
      wakeStatement(newId(), { kind: "check-continuity", key: id, payload: { conversationId: id }, dueAt: now }),
    );
  }
  return found.rows.map((row) => conversationId(row.id));
}

export function rateLimiter(pool: Pool): RateLimiter {
  return {
    async take(key, { most, within }, now) {
      const taken = await pool.query<{ used: number }>({
        name: "take-rate",
        text: `insert into rate_window (key, opened_at, used) values ($1, $2, 1)
               on conflict (key) do update set
                 used = case when rate_window.opened_at <= $2::bigint - $3 then 1 else rate_window.used + 1 end,
                 opened_at = case when rate_window.opened_at <= $2::bigint - $3 then $2 else rate_window.opened_at end
               returning used`,
        values: [key, now, within],
      });
      return (taken.rows[0]?.used ?? 1) <= most;
    },
  };
}
