/** Business hours: when somebody will be there (product.md §8.4). What a clock in the schedule's zone shows counts. */
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";
import { isTimeZone } from "../settings/settings.ts";
import type { ScheduleId } from "../ids.ts";

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Minutes of a day; `to` is not open any more. A night is two: until 1440, and on the next day from 0. */
export interface OpenInterval {
  readonly from: number;
  readonly to: number;
}

/** A day that is none, or several, closed from its first to its last minute. Dates are `2026-12-25`. */
export interface Holiday {
  readonly name: string;
  readonly from: string;
  /** The last day, closed as well. */
  readonly to: string;
}

/** What opening hours are made of. */
export interface OpeningTimes {
  /** By the IANA database. */
  readonly timeZone: string;
  /** In order, none over another; a day without any is closed. */
  readonly week: Readonly<Record<Weekday, readonly OpenInterval[]>>;
  readonly holidays: readonly Holiday[];
}

export interface Schedule extends OpeningTimes {
  readonly id: ScheduleId;
  readonly name: string;
  /** Raised by every save: whoever saves says which one they saw. */
  readonly version: number;
}

/** Whose hours hold for a brand. */
export type HoursChoice =
  | { readonly kind: "account" }
  /** Open at every hour. */
  | { readonly kind: "always" }
  | { readonly kind: "schedule"; readonly id: ScheduleId };

export const MINUTES_A_DAY = 1_440;
/** A day with more breaks fits no row of the page. */
export const MAX_INTERVALS_A_DAY = 6;
/** Some years of holidays in advance, each day by itself. */
export const MAX_HOLIDAYS = 200;
/** One for each brand of a large house. */
export const MAX_SCHEDULES = 50;
export const MAX_SCHEDULE_NAME_CHARS = 120;

/** In order. Refuses time-zone-unknown, and schedule-invalid with `details.because`: hours-backwards, hours-overlap (both with `day`) holiday-unknown or holiday-backwards (both with `name`). */
export function parseTimes<T extends OpeningTimes>(typed: T): Result<T, Refusal> {
  if (!isTimeZone(typed.timeZone)) {
    return refuse("time-zone-unknown", `${typed.timeZone} is no IANA time zone.`, { timeZone: typed.timeZone });
  }
  const sorted = (day: Weekday) => typed.week[day].toSorted((a, b) => a.from - b.from);
  for (const day of WEEKDAYS) {
    const hours = sorted(day);
    if (hours.some(({ from, to }) => to <= from)) {
      return invalid("hours-backwards", `On ${day} something ends before it begins.`, { day });
    }
    if (hours.some(({ from }, index) => from < (hours[index - 1]?.to ?? 0))) {
      return invalid("hours-overlap", `On ${day} something begins before what is before it has ended.`, { day });
    }
  }
  const unknown = typed.holidays.find(({ from, to }) => !isDay(from) || !isDay(to));
  if (unknown !== undefined) {
    return invalid("holiday-unknown", `${unknown.name} is on a day that is in no calendar.`, { name: unknown.name });
  }
  const backwards = typed.holidays.find(({ from, to }) => to < from);
  if (backwards !== undefined) {
    return invalid("holiday-backwards", `${backwards.name} ends before it begins.`, { name: backwards.name });
  }
  return ok({
    ...typed,
    week: {
      monday: sorted("monday"),
      tuesday: sorted("tuesday"),
      wednesday: sorted("wednesday"),
      thursday: sorted("thursday"),
      friday: sorted("friday"),
      saturday: sorted("saturday"),
      sunday: sorted("sunday"),
    },
    holidays: typed.holidays.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from))),
  });
}

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the calendar has this date: 30 February looks like one. */
function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0));
}

const invalid = (because: string, message: string, details: Readonly<Record<string, string>>): Result<never, Refusal> =>
  refuse("schedule-invalid", message, { because, ...details });
