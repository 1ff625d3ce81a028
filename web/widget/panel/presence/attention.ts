/**
 * Attention (product.md §2.4): the panel is open, the tab focused, and the person gave input within 60 s.
 * Reported at once when it begins and every 15 s while it lasts; a page in the background reports nothing.
 */
import type { Clock } from "../../../kit/clock.ts";

/** Input older than this says nothing about who sits there now. */
export const INPUT_HOLDS_FOR = 60_000;
/** The server holds that attention ended at the last one, a while after it. */
const BEAT_EVERY = 15_000;

export interface AttentionFacts {
  readonly panelOpen: boolean;
  /** The tab is visible and its window focused. */
  readonly tabFocused: boolean;
  /** Null: none since the page was loaded. */
  readonly lastInputAt: number | null;
}

/** Whether the person is attending to the conversation at this moment. */
export const isAttentive = (facts: AttentionFacts, now: number): boolean =>
  facts.panelOpen && facts.tabFocused && facts.lastInputAt !== null && now - facts.lastInputAt < INPUT_HOLDS_FOR;

export interface Attention {
  /** Something about the panel, the tab or the input changed. */
  readonly update: (change: Partial<AttentionFacts>) => void;
  /** The line is back: says at once what it could not hear. */
  readonly renew: () => void;
  readonly now: () => boolean;
}

/** Calls `beat` when attention begins and every 15 s for as long as it holds. */
export function watchAttention(clock: Clock, beat: () => void): Attention {
  let facts: AttentionFacts = { panelOpen: false, tabFocused: false, lastInputAt: null };
  let cancel: (() => void) | null = null;

  const isOn = (): boolean => isAttentive(facts, clock.now());
  const stop = (): void => {
    cancel?.();
    cancel = null;
  };
  const go = (): void => {
    stop();
    if (!isOn()) return;
    beat();
    cancel = clock.after(BEAT_EVERY, go);
  };
  return {
    update: (change) => {
      facts = { ...facts, ...change };
      if (!isOn()) stop();
      else if (cancel === null) go();
    },
    renew: go,
    now: isOn,
  };
}
