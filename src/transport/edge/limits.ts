/** How often one may ask. Each limit is a window shared by all processes. */
import { millis, MINUTE, HOUR } from "../../domain/ids.ts";
import type { RateLimiter } from "../../ports/sessions/presence.ts";
import type { Clock } from "../../ports/system.ts";
import { createBodyShares } from "./bodies.ts";
import { refused } from "./refusals.ts";
import type { Shares } from "./shares.ts";

/** A person types no faster; a script that floods an agent's screen stops here. */
export const MESSAGES_A_SESSION = { most: 40, within: MINUTE };
/** An office behind one address may open many chats; a flood of new conversations stops here. */
export const CONVERSATIONS_AN_ADDRESS = { most: 120, within: HOUR };
/** Everyone mistypes an address; nobody gives us twenty. */
export const ADDRESSES_A_SESSION = { most: 20, within: HOUR };
/** A holiday's photographs, one after the other; together with the next limit it bounds what a stranger can store. */
export const UPLOADS_A_SESSION = { most: 40, within: millis(10 * MINUTE) };
/** An office behind one address sends that many files in an hour; sessions are free to make. */
export const UPLOADS_AN_ADDRESS = { most: 120, within: HOUR };
/** Guessing a link of 256 bits is hopeless at any rate; this keeps the attempt cheap for us. */
export const RESUMES_AN_ADDRESS = { most: 60, within: millis(10 * MINUTE) };

/** Each sends three mails; whoever mends a mailbox tries a few times. */
export const SELF_TESTS_AN_ADDRESS = { most: 10, within: millis(10 * MINUTE) };

/** Somebody who words a mail looks at it a few times. */
export const TEST_MAILS_AN_ADMIN = { most: 20, within: HOUR };

export interface Limits {
  /** What bodies hold of memory. */
  readonly bodies: Shares;
  /** Counts one, and refuses rate-limited where the window is used up. */
  take(key: string, limit: { readonly most: number; readonly within: number }): Promise<void>;
}

export function createLimits(limiter: RateLimiter, clock: Clock, bodies = createBodyShares()): Limits {
  return {
    bodies,
    async take(key, limit) {
      const now = clock.now();
      const opensAgainAt = await limiter.take(key, limit, now);
      if (opensAgainAt === null) return;
      const retryAfterSeconds = Math.ceil((opensAgainAt - now) / 1_000);
      throw refused("rate-limited", "Too many requests: wait a little and try again.", { retryAfterSeconds });
    },
  };
}
