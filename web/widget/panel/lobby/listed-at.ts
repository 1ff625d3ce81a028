/** When, in a list: today the hour, this week the day and the hour, else the date. */

const DAY = 24 * 60 * 60_000;

export function listedAt(at: number, now: number, locale: string): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const style: Intl.DateTimeFormatOptions =
    at >= midnight
      ? { timeStyle: "short" }
      : at >= midnight - 6 * DAY
        ? { weekday: "short", hour: "numeric", minute: "2-digit" }
        : { dateStyle: "medium" };
  return new Intl.DateTimeFormat(locale, style).format(at);
}
