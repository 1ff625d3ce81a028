/** The clock that decides is ours; the database's sets it, so that all processes agree (ADR 0026). */
import type { Instant } from "../../domain/ids.ts";
import { WAITED_FROM } from "./conversation/message-columns.ts";
import type { Queryable } from "./pool.ts";

/** Above this an operator should hear of it; below it lies what a slow answer looks like. */
export const SKEW_WORTH_A_WARNING_MS = 5_000;

/** By how many milliseconds the application's clock is ahead of the database's; negative: behind. */
export async function measureSkew(db: Queryable, now: () => Instant): Promise<number> {
  const before = now();
  const found = await db.query<{ at: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::bigint::double precision as at",
  );
  const after = now();
  return Math.round((before + after) / 2 - (found.rows[0]?.at ?? before));
}

/** Longer than any lease of a job. */
const LONGEST_LEASE_MS = 3_600_000;
/** Leases, beats and drifts of a few seconds lie ahead of anybody's now; nothing that has happened lies this far ahead. */
const FAR_AHEAD_MS = 120_000;

/**
 * What was written while the database's clock was ahead is taken for written now, or nobody would be mailed until that
 * time comes: beats and leases of the living, the beginning of the uptime, and what waits in conversations.
 */
export async function mendFuture(db: Queryable, now: Instant): Promise<void> {
  const far = now + FAR_AHEAD_MS;
  await db.query("delete from process where until > $1::bigint", [far]);
  await db.query("update uptime set since = $1::bigint where since > $2::bigint", [now, far]);
  for (const [table, condition, columns] of WRITTEN_AHEAD) {
    await db.query(
      `update ${table} set ${columns.map(noLaterThanNow).join(", ")}
       where ${condition} and greatest(${columns.join(", ")}) > $2::bigint`,
      [now, far],
    );
  }
  await db.query(
    "update job set lease_until = null, lease_token = null, due_at = least(due_at, $1::bigint) where lease_until > $2::bigint",
    [now, now + LONGEST_LEASE_MS],
  );
  await db.query(
    "update job set due_at = $1::bigint, version = version + 1 where kind = 'check-continuity' and due_at > $2::bigint",
    [now, far],
  );
}

/** What is said of people and of their conversations: table, which of its rows, the instants. */
const WRITTEN_AHEAD: readonly (readonly [string, string, readonly string[]])[] = [
  ["connection", "true", ["until", "closed_at"]],
  ["message", "fate = 'waiting'", WAITED_FROM],
  ["conversation", "true", ["attention_at", "last_mail_at", "address_given_at", "read_at"]],
];

/** `least` would take null, which says that it has not happened, for the later one. */
const noLaterThanNow = (column: string): string =>
  `${column} = case when ${column} > $1::bigint then $1::bigint else ${column} end`;
