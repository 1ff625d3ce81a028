import { type Instant, instant, later, type Millis, millis } from "../../src/domain/ids.ts";
import type { Clock, Timers } from "../../src/ports/system.ts";

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  advance(by: Millis | number): void;
  set(at: Instant): void;
}

/** Monday 5 January 2026, 13:45 UTC, unless told otherwise. */
export function testClock(start: Instant = instant(Date.UTC(2026, 0, 5, 13, 45))): TestClock {
  let now = start;
  return {
    now: () => now,
    advance: (by) => {
      now = later(now, millis(by));
    },
    set: (at) => {
      now = at;
    },
  };
}

/** Timers that wait until a test lets the time pass. */
export interface TestTimers extends Timers {
  /** Runs what comes due in this span, in order; also what that sets going at once. */
  advance(by: Millis | number): void;
  /** How many wait. */
  waiting(): number;
  /** In how long the next comes due; null: none waits. */
  next(): number | null;
}

export function testTimers(): TestTimers {
  const timers = new Set<{ readonly at: number; readonly act: () => void }>();
  let now = 0;
  return {
    after(span, act) {
      const timer = { at: now + span, act };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(by) {
      const end = now + by;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at);
        if (next === undefined) break;
        now = next.at;
        timers.delete(next);
        next.act();
      }
      now = end;
    },
    waiting: () => timers.size,
    next: () => (timers.size === 0 ? null : Math.min(...[...timers].map(({ at }) => at)) - now),
  };
}
