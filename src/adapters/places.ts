/** So much at once: whoever comes when all places are taken waits, in the order in which they came. */
export interface Places {
  /** Does the work when its turn comes. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

export function createPlaces(most: number): Places {
  const waiting: (() => void)[] = [];
  let free = most;
  return {
    async hold(work) {
      if (free > 0) free -= 1;
      // Whoever ends hands its place over, so that nobody slips in between.
      else await new Promise<void>((resolve) => void waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
