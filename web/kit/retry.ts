const SHORTEST = 500;
const LONGEST = 30_000;

/**
 * Milliseconds until the next try, after so many that failed in a row: doubling to half a minute, and spread, so that a
 * server that restarts is not met by all browsers at once. `chance` in [0, 1).
 */
export const retryAfter = (tries: number, chance: number): number =>
  Math.min(LONGEST, SHORTEST * 2 ** tries) * (0.5 + chance / 2);
