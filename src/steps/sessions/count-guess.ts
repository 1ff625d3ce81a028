import type { Instant } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Counter } from "../../domain/sessions/lock-out.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";

/**
 * Counts a guess before the password is looked at, so that many at once are not all let through. Refuses rate-limited where
 * a window is used up, and counts nothing then. `giveBack`: it was no failure.
 */
export async function countGuess(
  limiter: RateLimiter,
  counters: readonly Counter[],
  now: Instant,
): Promise<Result<{ giveBack(): Promise<void> }, Refusal>> {
  const taken: string[] = [];
  const giveBack = async (): Promise<void> => {
    for (const key of taken) await limiter.giveBack(key);
  };
  for (const counter of counters) {
    const opensAgainAt = await limiter.take(counter.key, counter, now);
    if (opensAgainAt !== null) {
      await giveBack();
      const retryAfterSeconds = Math.ceil((opensAgainAt - now) / 1_000);
      return refuse("rate-limited", "Too many sign-ins that failed: wait and try again.", { retryAfterSeconds });
    }
    taken.push(counter.key);
  }
  return ok({ giveBack });
}
