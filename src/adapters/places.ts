/** So much at once: whoever comes when all places are taken waits, in the order in which they came. */
export interface Places {
  /** Does the work when its turn comes. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

/** `most`: asked at each turn, where how many there are depends on what else goes on; at least one at all times. */
export function createPlaces(most: number | (() => number)): Places {
  const mostNow = typeof most === "number" ? () => most : most;
  const waiting: (() => void)[] = [];
  let taken = 0;
  return {
    async hold(work) {
      if (taken < mostNow()) taken += 1;
      // Whoever ends hands its place over, so that nobody slips in between.
      else await new Promise<void>((resolve) => void waiting.push(resolve));
      try {
        return await work();
      } finally {
        taken -= 1;
        for (let free = mostNow() - taken; free > 0; free -= 1) {
          const next = waiting.shift();
          if (next === undefined) break;
          taken += 1;
          next();
        }
      }
    },
  };
}
