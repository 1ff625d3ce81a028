/** How fast a recipient's domain is mailed: its servers may ask us to slow down (mail-rules.md rule 5). */
import { findStatus } from "../inbound-mail/bounce/status.ts";
import { earliest, type Instant, later, millis, type Millis, MINUTE } from "../ids.ts";

export interface Pace {
  /** No attempt at this domain before. */
  readonly notBefore: Instant;
  /** How often in a row it asked, from 1. */
  readonly step: number;
}

/** Each time in a row twice as long. A delivery's own retry schedule runs on beside it. */
const FIRST_PAUSE: Millis = MINUTE;
const LONGEST_PAUSE: Millis = millis(60 * MINUTE);
/** What was held does not arrive all at once: it is spread over this share of the pause. */
const SPREAD = 0.5;
const TRY_LATER = 421;
/** RFC 3463 §3.8: security or policy; as a temporary refusal it means "not so fast" or "not yet". */
const POLICY = 7;

interface Outcome {
  readonly kind: "accepted" | "deferred" | "refused" | "ambiguous";
  readonly code: number | null;
  readonly reply: string;
  readonly ofRelay?: true;
}

/** Whether the answer speaks of our pace, not of this mail: 421, or a temporary refusal with x.7.x. */
export function asksToSlowDown({ kind, code, reply, ofRelay }: Outcome): boolean {
  if (kind !== "deferred" || code === null || ofRelay === true) return false;
  const status = findStatus(reply);
  return code === TRY_LATER || (status?.class === 4 && status.subject === POLICY);
}

/** The pace after it asked again. Answers to attempts that were under way together are one request. */
export function slowDown(before: Pace | null, now: Instant): Pace {
  if (before !== null && now < before.notBefore) return before;
  const step = (before?.step ?? 0) + 1;
  return { step, notBefore: later(now, pauseAt(step)) };
}

/**
 * When a mail may leave that would be tried now; null: now. `chance`: 0 … 1. `lastAt`: when it is tried for the last
 * time, held or not; null: it has not been tried yet.
 */
export function heldUntil(
  pace: Pace | null,
  { chance, lastAt, now }: { readonly chance: number; readonly lastAt: Instant | null; readonly now: Instant },
): Instant | null {
  if (pace === null || now >= pace.notBefore || (lastAt !== null && now >= lastAt)) return null;
  const until = later(pace.notBefore, millis(Math.round(pauseAt(pace.step) * SPREAD * chance)));
  return lastAt === null ? until : earliest(until, lastAt);
}

const pauseAt = (step: number): Millis => millis(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (step - 1)));
