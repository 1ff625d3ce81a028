import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, type Instant, instant, MINUTE } from "../ids.ts";
import { hoursAt } from "./hours.ts";
import { type OpenInterval, type OpeningTimes, WEEKDAYS } from "./schedule.ts";

const at = (iso: string): Instant => instant(Date.parse(iso));
const iso = (when: Instant | null) => when && new Date(when).toISOString().replace(":00.000Z", "Z");
const hm = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
/** `09:00-12:00 13:00-18:00`. */
const hours = (text: string): readonly OpenInterval[] =>
  text === "" ? [] : text.split(" ").map((each) => ({ from: hm(each.slice(0, 5)), to: hm(each.slice(6)) }));

function times(timeZone: string, change: Readonly<Record<string, string>>, holidays: OpeningTimes["holidays"] = []) {
  const { all = "" } = change;
  const of = (day: string) => hours(change[day] ?? all);
  const week = {
    monday: of("monday"),
    tuesday: of("tuesday"),
    wednesday: of("wednesday"),
    thursday: of("thursday"),
    friday: of("friday"),
    saturday: of("saturday"),
    sunday: of("sunday"),
  };
  return { timeZone, week, holidays };
}

const SHOP = { all: "09:00-12:00 13:00-18:00", saturday: "10:00-12:00", sunday: "" };
const ALL_DAY = { all: "00:00-24:00" };
const NIGHTS = { all: "", friday: "22:00-24:00", saturday: "00:00-02:00 22:00-24:00", sunday: "00:00-02:00" };

describe("a moment", () => {
  test.each([
    // A Monday in winter: Paris is an hour ahead of UTC.
    ["before opening", "Europe/Paris", SHOP, "2026-11-30T07:59Z", false, "2026-11-30T08:00Z"],
    ["at the opening", "Europe/Paris", SHOP, "2026-11-30T08:00Z", true, "2026-11-30T11:00Z"],
    ["at noon, which is not open any more", "Europe/Paris", SHOP, "2026-11-30T11:00Z", false, "2026-11-30T12:00Z"],
    ["after the last hour of the day", "Europe/Paris", SHOP, "2026-11-30T17:00Z", false, "2026-12-01T08:00Z"],
    ["on Saturday afternoon", "Europe/Paris", SHOP, "2026-11-28T11:30Z", false, "2026-11-30T08:00Z"],
    ["of the day before, there", "America/New_York", SHOP, "2026-12-01T01:00Z", false, "2026-12-01T14:00Z"],
    ["with half an hour in its zone", "Asia/Kolkata", SHOP, "2026-11-30T03:30Z", true, "2026-11-30T06:30Z"],
    ["of a night, over midnight", "Europe/Paris", NIGHTS, "2026-11-27T21:00Z", true, "2026-11-28T01:00Z"],
    [
      "of what touches",
      "Europe/Paris",
      { all: "09:00-12:00 12:00-18:00" },
      "2026-11-30T08:00Z",
      true,
      "2026-11-30T17:00Z",
    ],
    ["of a desk that never closes", "Africa/Cairo", ALL_DAY, "2026-11-30T08:00Z", true, null],
    ["of a desk that never opens", "Africa/Cairo", {}, "2026-11-30T08:00Z", false, null],
    // The clocks of Paris go forward at 01:00Z on 29 March 2026, from 02:00 to 03:00.
    [
      "before an hour that is not shown",
      "Europe/Paris",
      { all: "01:30-04:00" },
      "2026-03-29T00:30Z",
      true,
      "2026-03-29T02:00Z",
    ],
    [
      "within hours that are never shown",
      "Europe/Paris",
      { all: "02:00-03:00" },
      "2026-03-29T00:59Z",
      false,
      "2026-03-30T00:00Z",
    ],
    ["after a change by night", "Europe/Paris", SHOP, "2026-03-28T20:00Z", false, "2026-03-30T07:00Z"],
    // And back at 01:00Z on 25 October 2026, from 03:00 to 02:00.
    [
      "in an hour shown twice, the first time",
      "Europe/Paris",
      { all: "01:00-02:30" },
      "2026-10-25T00:15Z",
      true,
      "2026-10-25T00:30Z",
    ],
    ["between both", "Europe/Paris", { all: "01:00-02:30" }, "2026-10-25T00:30Z", false, "2026-10-25T01:00Z"],
    ["the second time", "Europe/Paris", { all: "01:00-02:30" }, "2026-10-25T01:15Z", true, "2026-10-25T01:30Z"],
    ["over both", "Europe/Paris", { all: "01:00-05:00" }, "2026-10-24T23:00Z", true, "2026-10-25T04:00Z"],
    // New York: forward at 07:00Z on 8 March, back at 06:00Z on 1 November.
    [
      "an hour earlier from that Sunday on",
      "America/New_York",
      { all: "09:00-17:00" },
      "2026-03-08T06:00Z",
      false,
      "2026-03-08T13:00Z",
    ],
    [
      "an hour later from that Sunday on",
      "America/New_York",
      { all: "09:00-17:00" },
      "2026-11-01T05:00Z",
      false,
      "2026-11-01T14:00Z",
    ],
    // Cairo's clocks skip the first hour of 24 April, and show the last of 29 October twice.
    [
      "on a day without a midnight",
      "Africa/Cairo",
      { all: "00:00-02:00" },
      "2026-04-23T21:00Z",
      false,
      "2026-04-23T22:00Z",
    ],
    ["and how short it is", "Africa/Cairo", { all: "00:00-02:00" }, "2026-04-23T22:00Z", true, "2026-04-23T23:00Z"],
    [
      "on an evening that comes twice",
      "Africa/Cairo",
      { all: "22:00-24:00" },
      "2026-10-29T19:00Z",
      true,
      "2026-10-29T22:00Z",
    ],
  ] as const)("%s (%s)", (...[, zone, week, now, isOpen, changes]) => {
    const told = hoursAt(times(zone, week), at(now));
    expect({ isOpen: told.isOpen, until: iso(told.until), opensAt: iso(told.opensAt) }).toEqual({
      isOpen,
      until: isOpen ? changes : null,
      opensAt: isOpen ? null : changes,
    });
  });
});

const named = (from: string, to: string) => ({ name: "Christmas", from, to });

describe("a holiday", () => {
  test.each([
    [
      "closes its day by the zone's own clocks",
      [named("2026-12-25", "2026-12-25")],
      "2026-12-24T23:00Z",
      "2026-12-25T23:00Z",
    ],
    [
      "of several days closes the last one too",
      [named("2026-12-24", "2026-12-26")],
      "2026-12-24T08:00Z",
      "2026-12-26T23:00Z",
    ],
    [
      "that follows another goes on",
      [named("2026-12-31", "2026-12-31"), named("2027-01-01", "2027-01-01")],
      "2026-12-31T08:00Z",
      "2027-01-01T23:00Z",
    ],
    ["that lasts a year ends", [named("2026-01-01", "2026-12-31")], "2026-01-01T08:00Z", "2026-12-31T23:00Z"],
    ["that lasts longer than anybody waits has no end", [named("2026-01-01", "2027-12-31")], "2026-01-01T08:00Z", null],
  ] as const)("%s", (_what, holidays, now, opens) => {
    const told = hoursAt(times("Europe/Paris", ALL_DAY, holidays), at(now));
    expect({ ...told, opensAt: iso(told.opensAt) }).toEqual({ isOpen: false, until: null, opensAt: opens });
  });

  test("ends what was open at midnight", () => {
    const closed = times("Europe/Paris", ALL_DAY, [named("2026-12-25", "2026-12-25")]);
    expect(iso(hoursAt(closed, at("2026-12-20T08:00Z")).until)).toBe("2026-12-24T23:00Z");
  });
});

/** What a person sees who looks at the wall. */
function shows({ timeZone, week, holidays }: OpeningTimes, now: number): boolean {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(now);
  const part = (name: string) => parts.find(({ type }) => type === name)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  if (holidays.some(({ from, to }) => from <= date && date <= to)) return false;
  const shown = hm(`${part("hour")}:${part("minute")}`);
  const day = WEEKDAYS.find((each) => each === part("weekday").toLowerCase()) ?? "monday";
  return week[day].some(({ from, to }) => from <= shown && shown < to);
}

describe("whatever the schedule", () => {
  const minute = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15);
  const dayHours = fc
    .uniqueArray(minute, { maxLength: 6, minLength: 0 })
    .map((marks) => marks.toSorted((a, b) => a - b))
    .map((marks) =>
      marks.flatMap((from, index) => {
        const to = marks[index + 1];
        return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
      }),
    );
  const openingTimes: fc.Arbitrary<OpeningTimes> = fc.record({
    timeZone: fc.constantFrom(
      "Europe/Paris",
      "America/New_York",
      "Africa/Cairo",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
    ),
    week: fc.record({
      monday: dayHours,
      tuesday: dayHours,
      wednesday: dayHours,
      thursday: dayHours,
      friday: dayHours,
      saturday: dayHours,
      sunday: dayHours,
    }),
    holidays: fc.constantFrom<OpeningTimes["holidays"]>([], [{ name: "Away", from: "2026-10-24", to: "2026-10-25" }]),
  });
  /** Half of them within two days of the clocks of Paris being moved. */
  const moment = fc.oneof(
    fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2028-01-01T00:00Z") }),
    fc.integer({ min: at("2026-10-24T00:00Z"), max: at("2026-10-26T12:00Z") }),
    fc.integer({ min: at("2026-03-28T00:00Z"), max: at("2026-03-30T12:00Z") }),
  );

  test("it is open when the clocks say so, and nothing changes before the moment that is told", () => {
    fc.assert(
      fc.property(openingTimes, moment, fc.double({ min: 0, max: 1, noNaN: true }), (given, now, share) => {
        const { isOpen, until, opensAt } = hoursAt(given, instant(now));
        expect(isOpen).toBe(shows(given, now));
        expect(isOpen ? opensAt : until).toBeNull();
        const changes = until ?? opensAt ?? now + (isOpen ? 8 : 399) * DAY;
        expect(shows(given, Math.min(changes - 1, Math.floor(now + (changes - now) * share)))).toBe(isOpen);
        expect(shows(given, changes - 1)).toBe(isOpen);
        const isTold = until !== null || opensAt !== null;
        expect(isTold ? shows(given, changes) : !isOpen).toBe(!isOpen);
        expect(isTold ? changes % MINUTE : 0).toBe(0);
      }),
      { numRuns: 400 },
    );
  });
});
