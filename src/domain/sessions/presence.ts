/** Whether somebody is there: a live socket is a lease, so that a process that dies leaves no ghost (product.md §2.4). */
import { type Instant, later, type Millis, millis } from "../ids.ts";

/** Renewed well before it ends. */
export const CONNECTION_LIVES_FOR: Millis = millis(45_000);
export const CONNECTION_RENEWED_EVERY: Millis = millis(20_000);

/** A page that is loaded anew is away for a moment: whoever closes one leaves only when none has come by then. */
const RELOADS_WITHIN: Millis = millis(20_000);

/** Until when the page of a team member still counts that has just gone. */
export const deskEnds = (now: Instant): Instant => later(now, RELOADS_WITHIN);

/** Until when a socket that lives now counts as one, unless it is renewed. */
export const connectionEnds = (now: Instant): Instant => later(now, CONNECTION_LIVES_FOR);

/**
 * Whoever asks by HTTP instead is there for longer after each time: browsers wake a hidden page once a minute. A page that is
 * closed says so.
 */
const POLLING_LIVES_FOR: Millis = millis(75_000);
/** A lease that is younger is long enough still, and is not written anew: a page asks every few seconds. */
const POLLING_RENEWED_AFTER: Millis = millis(15_000);

/** Until when a page that asks now counts as there. */
export const pollingEnds = (now: Instant): Instant => later(now, POLLING_LIVES_FOR);
/** A lease that ends before this is renewed. */
export const pollingIsShort = (now: Instant): Instant => later(now, millis(POLLING_LIVES_FOR - POLLING_RENEWED_AFTER));
