import { type Instant, instant, later, type Millis, millis } from "../../src/domain/ids.ts";
import type { Clock } from "../../src/ports/system.ts";

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
