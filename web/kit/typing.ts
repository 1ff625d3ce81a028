import type { Clock } from "./clock.ts";

/** Milliseconds that a typing sign stands; then it fades, unless it was renewed. */
export const TYPING_HOLDS_FOR = 6_000;
const TYPING_EVERY = 3_000;

/** Call at each key press with what tells the others: it is done no more often than they need. */
export function typingSign(clock: Pick<Clock, "now">): (tell: () => void) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (tell) => {
    const now = clock.now();
    if (now - toldAt < TYPING_EVERY) return;
    toldAt = now;
    tell();
  };
}
