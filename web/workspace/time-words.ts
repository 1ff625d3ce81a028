/** Instants in words, in the reader's language and time zone. Pure but for the zone, which may be given. */

export interface Times {
  /** *14:10* today, *Mon 14:10* within a week, *3 May 14:10* before, with the year where it is another one. */
  readonly moment: (at: number, now: number) => string;
  /** *14:10*. */
  readonly clock: (at: number) => string;
  /** *14:10:05*. */
  readonly clockWithSeconds: (at: number) => string;
  /** *Monday 3 May*, with the year where it is another one. */
  readonly day: (at: number, now: number) => string;
  /** *3 May 2026, 14:10:05*: for tooltips and logs. */
  readonly exact: (at: number) => string;
  /** *4 min*, *3 h*, *2 d*: how long ago, short, for lists; null: within this minute. */
  readonly ago: (at: number, now: number) => string | null;
  /** *4 minutes*: a span in full, in its largest whole unit. */
  readonly span: (ms: number) => string;
  /** *14:10 (UTC+1)*: what the clock says elsewhere; null: no such zone. */
  readonly elsewhere: (at: number, zone: string) => string | null;
  /** The same, of another zone; of this one where the browser does not know that. */
  readonly in: (zone: string) => Times;
  /** The same day, where the reader is. */
  readonly sameDay: (a: number, b: number) => boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function makeTimes(locale: string, timeZone?: string): Times {
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, ...zone });
  const hour = hourIn(locale);
  const time = format({ hour, minute: "2-digit" });
  const seconds = format({ hour, minute: "2-digit", second: "2-digit" });
  const weekday = format({ weekday: "short", hour, minute: "2-digit" });
  const date = format({ day: "numeric", month: "short", hour, minute: "2-digit" });
  const oldDate = format({ day: "numeric", month: "short", year: "numeric", hour, minute: "2-digit" });
  const day = format({ weekday: "long", day: "numeric", month: "long" });
  const oldDay = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const exact = format({ dateStyle: "long", timeStyle: "medium" });
  const ymd = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...zone });

  const sameDay = (a: number, b: number): boolean => ymd.format(a) === ymd.format(b);
  const sameYear = (a: number, b: number): boolean => ymd.format(a).slice(0, 4) === ymd.format(b).slice(0, 4);
  const times: Times = {
    moment: (at, now) => {
      if (sameDay(at, now)) return time.format(at);
      if (Math.abs(now - at) < 6 * DAY) return weekday.format(at);
      return (sameYear(at, now) ? date : oldDate).format(at);
    },
    clock: (at) => time.format(at),
    clockWithSeconds: (at) => seconds.format(at),
    day: (at, now) => (sameYear(at, now) ? day : oldDay).format(at),
    exact: (at) => exact.format(at),
    ago: (at, now) => shortAgo(locale, Math.max(0, now - at)),
    span: (ms) => longSpan(locale, ms),
    elsewhere: (at, other) => clockIn(locale, at, other),
    in: (other) => (clockIn(locale, 0, other) === null ? times : makeTimes(locale, other)),
    sameDay,
  };
  return times;
}

/** *9:05 AM*, but *09:05*: a day of 24 hours is written with two digits. */
function hourIn(locale: string): "numeric" | "2-digit" {
  return new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true ? "numeric" : "2-digit";
}

function shortAgo(locale: string, ms: number): string | null {
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "narrow" }).format(value);
  if (ms < MINUTE) return null;
  if (ms < HOUR) return unit(Math.floor(ms / MINUTE), "minute");
  if (ms < DAY) return unit(Math.floor(ms / HOUR), "hour");
  return unit(Math.floor(ms / DAY), "day");
}

function longSpan(locale: string, ms: number): string {
  const units = [
    [DAY, "day"],
    [HOUR, "hour"],
    [MINUTE, "minute"],
    [1_000, "second"],
  ] as const;
  const [size, name] = units.find(([length]) => ms >= length && ms % length === 0) ?? [1_000, "second"];
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(ms / size);
}

function clockIn(locale: string, at: number, timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat(locale, {
      hour: hourIn(locale),
      minute: "2-digit",
      timeZone,
    }).format(at);
  } catch {
    return null;
  }
}
