/** Two clocks: ours rules, the database's only tells when ours is wrong (docs/adr/0005-one-clock.md). */
import type { Instant } from "../../domain/ids.ts";
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
