import { type Refusal, refuse } from "../../../domain/refusal.ts";
import { ok, type Result } from "../../../domain/result.ts";

/** Memory and cores that passwords may take from everybody else: each takes 19 MiB and one core. */
const AT_ONCE = 2;
/** About three seconds of work on a small machine; an office that signs in at nine fits in. */
const WAITING_AT_MOST = 100;
/** By then the queue has been worked off. */
const TRY_AGAIN_AFTER_SECONDS = 5;

export interface HashQueue {
  /** Does the work when its turn comes. Refuses too-busy where too much waits already. */
  <T>(work: () => Promise<T>): Promise<Result<T, Refusal>>;
}

/** A queue of work in the order in which it came, so much at once and so much waiting. */
export function createHashQueue({ atOnce = AT_ONCE, waitingAtMost = WAITING_AT_MOST } = {}): HashQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) {
        const details = { retryAfterSeconds: TRY_AGAIN_AFTER_SECONDS };
        return refuse("too-busy", "Too many sign-ins at once: wait a few seconds and try again.", details);
      }
      // Whoever ends hands its place over, so that nobody slips in between.
      await new Promise<void>((resolve) => void waiting.push(resolve));
    } else running += 1;
    try {
      return ok(await work());
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
