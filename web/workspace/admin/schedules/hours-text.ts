/** Hours of a day as a form types them: pure. */
import {
  MAX_INTERVALS_A_DAY,
  MINUTES_A_DAY,
  type OpenInterval,
  type ScheduleSettings,
} from "../../../../contract/schedules/schedules.ts";

export type Week = ScheduleSettings["week"];
export type Day = keyof Week;

const HOUR = 60;
const OFFICE: OpenInterval = { from: 9 * HOUR, to: 18 * HOUR };

/** What most begin with. */
export const OFFICE_WEEK: Week = {
  monday: [OFFICE],
  tuesday: [OFFICE],
  wednesday: [OFFICE],
  thursday: [OFFICE],
  friday: [OFFICE],
  saturday: [],
  sunday: [],
};

/** Minutes as a time field holds them: `09:00`; the end of a day is midnight, `00:00`. */
export const timeOf = (minute: number): string => {
  const [hours, minutes] = [Math.floor(minute / HOUR) % 24, minute % HOUR];
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
};

/** Minutes of what a time field holds; as the end of hours, midnight is that of the same day. Null: it holds nothing yet. */
export function minuteOf(typed: string, isEnd: boolean): number | null {
  const [hours, minutes] = typed.split(":").map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return null;
  const minute = hours * HOUR + minutes;
  return isEnd && minute === 0 ? MINUTES_A_DAY : minute;
}

/** The hours that come after a day's others; null: there is no room. */
export function furtherHours(hours: readonly OpenInterval[]): OpenInterval | null {
  const last = hours.at(-1);
  if (last === undefined) return OFFICE;
  const from = last.to + HOUR;
  if (hours.length >= MAX_INTERVALS_A_DAY || from >= MINUTES_A_DAY) return null;
  return { from, to: Math.min(from + 4 * HOUR, MINUTES_A_DAY) };
}

export type HoursFault = "backwards" | "overlap";

/** What is wrong with a day's hours; null: nothing. */
export function hoursFault(hours: readonly OpenInterval[]): HoursFault | null {
  if (hours.some(({ from, to }) => to <= from)) return "backwards";
  const inOrder = hours.toSorted((a, b) => a.from - b.from);
  return inOrder.some(({ from }, index) => from < (inOrder[index - 1]?.to ?? 0)) ? "overlap" : null;
}

/** The same hours from Monday to Friday. */
export const onWeekdays = (week: Week, hours: Week[Day]): Week => ({
  ...week,
  monday: hours,
  tuesday: hours,
  wednesday: hours,
  thursday: hours,
  friday: hours,
});
