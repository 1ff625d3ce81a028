import type { Clock } from "../kit/clock.ts";

/** This computer's own time: good for waiting and for putting in order, not for comparing with the server's instants. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after: (delay, work) => {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};
