/** Objects and rules › Schedules of the admin center: business hours (product.md §8.4). */
import { Type, type Static } from "typebox";
import { NAME_PATTERN } from "../../src/domain/people/name.ts";
import {
  MAX_HOLIDAYS,
  MAX_INTERVALS_A_DAY,
  MAX_SCHEDULE_NAME_CHARS,
  MAX_SCHEDULES,
  MINUTES_A_DAY,
  WEEKDAYS,
} from "../../src/domain/schedules/schedule.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, nullable, Uuid } from "../shared.ts";

export { MAX_HOLIDAYS, MAX_INTERVALS_A_DAY, MAX_SCHEDULE_NAME_CHARS, MINUTES_A_DAY, WEEKDAYS };

const MinuteOfDay = Type.Integer({ minimum: 0, maximum: MINUTES_A_DAY - 1 });
/** Such as `2026-12-25`. */
const CalendarDate = Type.String({ pattern: "^2\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$" });

/** Minutes of a day. What goes on after midnight is two: until 1440, and on the next day from 0. */
const OpenInterval = exact({
  from: MinuteOfDay,
  /** Not open any more. */
  to: Type.Integer({ minimum: 1, maximum: MINUTES_A_DAY }),
});
export type OpenInterval = Static<typeof OpenInterval>;

/** None: closed. They may touch, and not lie over each other. */
const DayHours = list(OpenInterval, { maxItems: MAX_INTERVALS_A_DAY });

export const Holiday = exact({
  name: Type.String({ minLength: 1, maxLength: MAX_SCHEDULE_NAME_CHARS, pattern: NAME_PATTERN }),
  from: CalendarDate,
  /** The last day, closed as well. */
  to: CalendarDate,
});
export type Holiday = Static<typeof Holiday>;

const times = {
  /** By the IANA database. */
  timeZone: Type.String({ maxLength: 64 }),
  week: exact({
    monday: DayHours,
    tuesday: DayHours,
    wednesday: DayHours,
    thursday: DayHours,
    friday: DayHours,
    saturday: DayHours,
    sunday: DayHours,
  }),
  holidays: list(Holiday, { maxItems: MAX_HOLIDAYS }),
};

export const ScheduleSettings = exact({
  name: Type.String({ minLength: 1, maxLength: MAX_SCHEDULE_NAME_CHARS, pattern: NAME_PATTERN }),
  ...times,
});
export type ScheduleSettings = Static<typeof ScheduleSettings>;

/** How a schedule stands at a moment. */
export const HoursNow = exact({
  isOpen: Type.Boolean(),
  /** When it closes; null: it is closed, or stays open for more than a week. */
  until: nullable(InstantMs),
  /** When it opens; null: it is open, or closed for longer than anybody waits. */
  opensAt: nullable(InstantMs),
});
export type HoursNow = Static<typeof HoursNow>;

export const ScheduleView = exact({
  id: Uuid,
  ...ScheduleSettings.properties,
  /** Raised by every save. */
  version: Type.Integer({ minimum: 1 }),
  now: HoursNow,
});
export type ScheduleView = Static<typeof ScheduleView>;

/** Whose hours hold for a brand. */
export const HoursChoice = Type.Union([
  exact({ kind: Type.Literal("account") }),
  /** Open at every hour. */
  exact({ kind: Type.Literal("always") }),
  exact({ kind: Type.Literal("schedule"), id: Uuid }),
]);
export type HoursChoice = Static<typeof HoursChoice>;

/** Null: open at every hour. */
const AccountHours = nullable(Uuid);

export const SchedulesView = exact({
  /** By name. */
  schedules: list(ScheduleView),
  account: AccountHours,
  /** The default one first. */
  brands: list(exact({ id: Uuid, name: Type.String(), hours: HoursChoice })),
  /** The account's: a new schedule begins with it. */
  timeZone: Type.String(),
});
export type SchedulesView = Static<typeof SchedulesView>;

/** `schedule-invalid`: `details.because` is hours-backwards or hours-overlap (on `day`), holiday-unknown or holiday-backwards (`name`), or full. */
const INVALID = ["time-zone-unknown", "schedule-invalid"] as const;

export const schedulesApi = {
  list: route({ method: "GET", path: "/api/admin/schedules", who: "admin", answer: SchedulesView }),
  add: route({
    method: "POST",
    path: "/api/admin/schedules",
    who: "admin",
    body: ScheduleSettings,
    answer: exact({ id: Uuid }),
    status: 201,
    refusals: INVALID,
  }),
  /** `version`: the one that was seen. Where a colleague has saved since: changed-meanwhile. */
  save: route({
    method: "PUT",
    path: "/api/admin/schedules/:id",
    who: "admin",
    params: { id: Uuid },
    body: exact({ ...ScheduleSettings.properties, version: Type.Integer({ minimum: 1 }) }),
    refusals: ["not-found", "changed-meanwhile", ...INVALID],
  }),
  /** Only one that neither the account nor a brand has chosen. */
  remove: route({
    method: "DELETE",
    path: "/api/admin/schedules/:id",
    who: "admin",
    params: { id: Uuid },
    refusals: ["not-found", "schedule-in-use"],
  }),
  /** Whose hours hold where. A brand that is not named keeps its choice. */
  choose: route({
    method: "PUT",
    path: "/api/admin/hours",
    who: "admin",
    body: exact({
      account: AccountHours,
      brands: list(exact({ id: Uuid, hours: HoursChoice }), { maxItems: MAX_SCHEDULES }),
    }),
    refusals: ["not-found"],
  }),
  /** How it would stand if this were saved: now, or when the zone's clocks show what is asked. */
  preview: route({
    method: "POST",
    path: "/api/admin/schedules/preview",
    who: "admin",
    body: exact({ ...times, at: nullable(exact({ date: CalendarDate, minute: MinuteOfDay })) }),
    answer: exact({ at: InstantMs, hours: HoursNow }),
    refusals: INVALID,
  }),
};
