/** A schedule as the security log tells and compares it: in the words of a list, not as numbers of minutes. */
import type { OpenInterval, OpeningTimes } from "./schedule.ts";

/** By field; each day's hours and the holidays are lists of short texts. */
export const toldTimes = ({ name, timeZone, week, holidays }: OpeningTimes & { readonly name: string }) => ({
  name,
  timeZone,
  monday: week.monday.map(told),
  tuesday: week.tuesday.map(told),
  wednesday: week.wednesday.map(told),
  thursday: week.thursday.map(told),
  friday: week.friday.map(told),
  saturday: week.saturday.map(told),
  sunday: week.sunday.map(told),
  holidays: holidays.map((each) => `${each.name} ${each.from}${each.to === each.from ? "" : `/${each.to}`}`),
});

const told = ({ from, to }: OpenInterval): string => `${clock(from)}–${clock(to)}`;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
