import type { Timers } from "../../ports/system.ts";

/** The timers of this process. */
export const systemTimers: Timers = {
  after(span, act) {
    const timer = setTimeout(act, span);
    return () => clearTimeout(timer);
  },
};
