/** Whether somebody is there by the schedule, until when, or from when on. */
import { DAY, type Instant, instant, later, millis, MINUTE } from "../ids.ts";
import { type OpeningTimes, WEEKDAYS } from "./schedule.ts";
import { dateOf, type Stretch, stretches, weekdayOf } from "./zone.ts";

export interface Hours {
  readonly isOpen: boolean;
  /** When what is open closes; null: it is closed, or does not close within `CLOSING_AHEAD`. */
  readonly until: Instant | null;
  /** When what is closed opens; null: it is open, or never opens, as far as `OPENING_AHEAD` sees. */
  readonly opensAt: Instant | null;
}

/** Past a year and a month nobody waits: the longest holiday that a page tells the end of. */
const OPENING_AHEAD = millis(400 * DAY);
/** What is open for a week and longer is open: nobody asks until when. */
const CLOSING_AHEAD = millis(8 * DAY);

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Open is whenever a clock in the zone shows an open minute: an hour shown twice is open twice, one never shown not at all. */
export function hoursAt(times: OpeningTimes, now: Instant): Hours {
  const never = { isOpen: false, until: null, opensAt: null };
  if (WEEKDAYS.every((day) => times.week[day].length === 0)) return never;
  let openTo = now;
  for (const next of openSpans(times, now, later(now, OPENING_AHEAD))) {
    // What touches goes on: over midnight, and over a change of the clocks.
    if (next.from > openTo) {
      return openTo > now
        ? { isOpen: true, until: openTo, opensAt: null }
        : { isOpen: false, until: null, opensAt: next.from };
    }
    openTo = next.to;
    if (openTo - now > CLOSING_AHEAD) return { isOpen: true, until: null, opensAt: null };
  }
  return openTo > now ? { isOpen: true, until: openTo, opensAt: null } : never;
}

/** In order; what touches is not joined. */
function* openSpans(times: OpeningTimes, from: Instant, to: Instant): Generator<Span> {
  for (const stretch of stretches(times.timeZone, from, to)) {
    const lastDay = startOfDay(stretch.to - 1 + stretch.offset);
    for (let day = startOfDay(stretch.from + stretch.offset); day <= lastDay; day += DAY) {
      yield* openOn(times, day, stretch);
    }
  }
}

const startOfDay = (wall: number): number => Math.floor(wall / DAY) * DAY;

/** What of a day's hours lies in the stretch. */
function* openOn({ week, holidays }: OpeningTimes, day: number, stretch: Stretch): Generator<Span> {
  const date = holidays.length === 0 ? "" : dateOf(day);
  if (holidays.some(({ from, to }) => from <= date && date <= to)) return;
  const weekday = WEEKDAYS[weekdayOf(day)];
  for (const hours of weekday === undefined ? [] : week[weekday]) {
    const from = Math.max(day + hours.from * MINUTE - stretch.offset, stretch.from);
    const to = Math.min(day + hours.to * MINUTE - stretch.offset, stretch.to);
    if (from < to) yield { from: instant(from), to: instant(to) };
  }
}
