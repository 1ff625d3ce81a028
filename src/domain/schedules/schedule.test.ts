import { expect, test } from "vitest";
import { type OpeningTimes, parseTimes } from "./schedule.ts";

const NONE = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const times = (change: Partial<OpeningTimes>): OpeningTimes => ({
  timeZone: "Europe/Paris",
  week: NONE,
  holidays: [],
  ...change,
});
const tuesday = (...hours: readonly (readonly [number, number])[]) => ({
  week: { ...NONE, tuesday: hours.map(([from, to]) => ({ from, to })) },
});

test.each([
  [
    "a zone that there is not",
    times({ timeZone: "Europe/Paname" }),
    "time-zone-unknown",
    { timeZone: "Europe/Paname" },
  ],
  [
    "hours that end before they begin",
    times(tuesday([1_320, 120])),
    "schedule-invalid",
    { because: "hours-backwards", day: "tuesday" },
  ],
  [
    "hours of no length",
    times(tuesday([540, 540])),
    "schedule-invalid",
    { because: "hours-backwards", day: "tuesday" },
  ],
  [
    "hours over others",
    times(tuesday([540, 720], [700, 800])),
    "schedule-invalid",
    { because: "hours-overlap", day: "tuesday" },
  ],
  [
    "a holiday on a day that there is not",
    times({ holidays: [{ name: "Été", from: "2026-02-30", to: "2026-03-02" }] }),
    "schedule-invalid",
    { because: "holiday-unknown", name: "Été" },
  ],
  [
    "a holiday that ends before it begins",
    times({ holidays: [{ name: "Été", from: "2026-08-10", to: "2026-08-01" }] }),
    "schedule-invalid",
    { because: "holiday-backwards", name: "Été" },
  ],
] as const)("%s are refused", (_what, typed, code, details) => {
  expect(parseTimes(typed)).toMatchObject({ ok: false, error: { code, details } });
});

const holiday = (from: string, to: string) => ({ name: from, from, to });

test.each([
  ["2024-02-29", true],
  ["2023-02-29", false],
  ["2100-02-29", false],
  ["2000-02-29", true],
  ["2026-04-30", true],
  ["2026-04-31", false],
  ["2026-12-31", true],
])("the calendar has a %s: %s", (date, isThere) => {
  expect(parseTimes(times({ holidays: [holiday(date, date)] })).ok).toBe(isThere);
});

test("what is typed in any order is kept in its own; hours may touch, and holidays lie over each other", () => {
  const parsed = parseTimes(
    times({
      ...tuesday([720, 1_440], [0, 720]),
      holidays: [
        holiday("2026-12-25", "2026-12-25"),
        holiday("2026-08-01", "2026-08-15"),
        holiday("2026-08-01", "2026-08-31"),
      ],
    }),
  );
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(parsed.value.week.tuesday.map(({ from }) => from)).toEqual([0, 720]);
  expect(parsed.value.holidays.map(({ to }) => to)).toEqual(["2026-08-15", "2026-08-31", "2026-12-25"]);
});
