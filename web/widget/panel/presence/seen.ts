/**
 * Seen (product.md §2.2): half of the message, or half the panel's height filled by it, has been in view for one
 * second, in a visible, focused tab where the person gave input in the last 60 s; otherwise at the next input.
 */
import { INPUT_HOLDS_FOR } from "./attention.ts";
import type { Clock } from "../../../kit/clock.ts";

/** A glance in passing is no reading. */
const IN_VIEW_FOR = 1_000;

/** A stretch of the screen, in pixels from the top. */
export interface Span {
  readonly top: number;
  readonly bottom: number;
}

const heightOf = (span: Span): number => Math.max(0, span.bottom - span.top);

/** What two stretches share. */
export const overlap = (a: Span, b: Span): Span => ({
  top: Math.max(a.top, b.top),
  bottom: Math.min(a.bottom, b.bottom),
});

/** Whether enough of a message is in view: `view` is where messages can be seen, `panel` the whole panel. */
export function isInView(message: Span, view: Span, panel: Span): boolean {
  const shown = heightOf(overlap(message, view));
  return shown > 0 && (shown * 2 >= heightOf(message) || shown * 2 >= heightOf(panel));
}

export interface Seen {
  /** The messages by others that are in view now, by seq. */
  readonly inView: (seqs: readonly number[]) => void;
  /** Whether the panel is open in a visible, focused tab. What was in view before does not count. */
  readonly watching: (isWatching: boolean) => void;
  readonly input: () => void;
  /** Another conversation is shown: its seqs mean something else. */
  readonly restart: () => void;
}

/** Calls `report` with the newest message seen, each time that moves on. */
export function watchSeen(clock: Clock, report: (seq: number) => void): Seen {
  /** Since when each message has been in view without a break, in a tab that counts. */
  let since = new Map<number, number>();
  let inViewNow: readonly number[] = [];
  let isWatching = false;
  let lastInputAt: number | null = null;
  let upTo = 0;
  let cancel: (() => void) | null = null;

  const judge = (): void => {
    cancel?.();
    cancel = null;
    const now = clock.now();
    const fresh = lastInputAt !== null && now - lastInputAt < INPUT_HOLDS_FOR;
    const waiting: number[] = [];
    let newest = upTo;
    for (const [seq, start] of since) {
      if (now - start < IN_VIEW_FOR) waiting.push(start + IN_VIEW_FOR - now);
      else if (fresh && seq > newest) newest = seq;
    }
    if (waiting.length > 0) cancel = clock.after(Math.min(...waiting), judge);
    if (newest === upTo) return;
    upTo = newest;
    report(newest);
  };
  const recount = (): void => {
    const now = clock.now();
    since = new Map(isWatching ? inViewNow.map((seq) => [seq, since.get(seq) ?? now]) : []);
    judge();
  };
  return {
    inView: (seqs) => {
      inViewNow = seqs;
      recount();
    },
    watching: (next) => {
      isWatching = next;
      recount();
    },
    input: () => {
      lastInputAt = clock.now();
      judge();
    },
    restart: () => {
      upTo = 0;
      inViewNow = [];
      recount();
    },
  };
}
