/** What the clocks of a time zone show: all that is asked of the time zone database. */
import { DAY, HOUR, type Instant, instant, later, type Millis, millis } from "../ids.ts";

/** A clock on a wall, read as if it showed UTC: milliseconds since 1970. Some are shown twice a year, some never. */
export type WallTime = number;

/** Time in which the clocks are not moved. */
export interface Stretch {
  readonly from: Instant;
  /** Not in it any more. */
  readonly to: Instant;
  /** What the wall shows, less the instant. */
  readonly offset: Millis;
}

const OFFSET = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** How far the zone's clocks are from UTC at an instant. Throws at a zone that is none (`isTimeZone`). */
function offsetsOf(timeZone: string): (at: Instant) => Millis {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  return (at) => {
    const told = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const read = OFFSET.exec(told);
    if (read === null) throw new Error(`${timeZone} is told to be at ${told}`);
    const [, sign, hours = 0, minutes = 0, seconds = 0] = read;
    const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return millis((sign === "-" ? -size : size) * 1_000);
  };
}

/** What the zone's clocks show at an instant. */
export const wallTime = (timeZone: string, at: Instant): WallTime => at + offsetsOf(timeZone)(at);

/** From one instant to another, a day at most each, in order. No zone moves its clocks twice within a day. */
export function* stretches(timeZone: string, from: Instant, to: Instant): Generator<Stretch> {
  const offsetAt = offsetsOf(timeZone);
  let offset = offsetAt(from);
  for (let start = from; start < to;) {
    const end = instant(Math.min(later(start, DAY), to));
    const next = offsetAt(end);
    const moved = next === offset ? end : firstAt(start, end, (at) => offsetAt(at) === next);
    yield { from: start, to: moved, offset };
    if (moved < end) yield { from: moved, to: end, offset: next };
    offset = next;
    start = end;
  }
}

/** The first of the instants after `from` at which it holds; it does at `to`, and from then on. */
function firstAt(from: Instant, to: Instant, holds: (at: Instant) => boolean): Instant {
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = instant(Math.floor((before + after) / 2));
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}

/** Swedish is written as ISO 8601 has it. */
const ISO_DATE = new Intl.DateTimeFormat("sv", { timeZone: "UTC", dateStyle: "short" });

/** The date on the wall, such as `2026-12-25`. */
export const dateOf = (wall: WallTime): string => ISO_DATE.format(wall);

/** From 0 to 23. */
export const hourOf = (wall: WallTime): number => Math.floor(wall / HOUR) % 24;

/** Monday is 0. The first of January 1970 was a Thursday. */
export const weekdayOf = (wall: WallTime): number => (Math.floor(wall / DAY) + 3) % 7;

/** When the zone's clocks show this; the first time if they do twice, and what follows a gap for what they never show. */
export function instantShown(timeZone: string, wall: WallTime): Instant {
  const offsetAt = offsetsOf(timeZone);
  const before = offsetAt(instant(wall - DAY));
  const earlier = instant(wall - before);
  if (offsetAt(earlier) === before) return earlier;
  const after = offsetAt(instant(wall + DAY));
  const afterwards = instant(wall - after);
  return offsetAt(afterwards) === after ? afterwards : earlier;
}
