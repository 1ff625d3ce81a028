const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Milliseconds until the next try: doubling to half a minute, spread so that a restart is not met by all at once. `chance`: 0–1. */
export const retryDelay = (triesBefore: number, chance: number): number => {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(triesBefore, 10));
  return Math.round(full * (0.5 + chance / 2));
};
