/** So much at once: whoever comes when all places are taken waits, in the order in which they came. */
export interface Places {
  /** Does the work when its turn comes. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * `most`: asked at each turn, where how many there are depends on what else goes on; at least one at all times. There may
 * be more of them while nobody comes or ends: then it is asked every `askAgainAfterMs`, as long as anybody waits.
 */
export function createPlaces(most: number | (() => number), askAgainAfterMs = Number.POSITIVE_INFINITY): Places {
  const mostNow = typeof most === "number" ? () => most : most;
  const waiting: (() => void)[] = [];
  let taken = 0;
  let timer: NodeJS.Timeout | null = null;

  const letIn = (): void => {
    for (let free = mostNow() - taken; free > 0 && waiting.length > 0; free -= 1) {
      taken += 1;
      waiting.shift()?.();
    }
    if (waiting.length === 0 || timer !== null || askAgainAfterMs === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => {
      timer = null;
      letIn();
    }, askAgainAfterMs).unref();
  };
  return {
    async hold(work) {
      // Whoever ends hands its place over, so that nobody slips in between.
      if (waiting.length === 0 && taken < mostNow()) taken += 1;
      else {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          letIn();
        });
      }
      try {
        return await work();
      } finally {
        taken -= 1;
        letIn();
      }
    },
  };
}
