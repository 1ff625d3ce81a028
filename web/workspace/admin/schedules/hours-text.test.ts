import { expect, test } from "vitest";
import { furtherHours, hoursFault, minuteOf, OFFICE_WEEK, onWeekdays, timeOf } from "./hours-text.ts";

test.each([
  [0, "00:00", false],
  [545, "09:05", false],
  [1_439, "23:59", true],
  // The end of a day and its beginning are written alike.
  [1_440, "00:00", true],
])("minute %i is typed as %s", (minute, typed, isEnd) => {
  expect(timeOf(minute)).toBe(typed);
  expect(minuteOf(typed, isEnd)).toBe(minute);
});

test("a field that holds nothing yet says so", () => {
  expect(minuteOf("", false)).toBeNull();
});

test.each([
  ["nothing", [], { from: 540, to: 1_080 }],
  ["a morning", [{ from: 540, to: 720 }], { from: 780, to: 1_020 }],
  ["an evening", [{ from: 540, to: 1_320 }], { from: 1_380, to: 1_440 }],
  ["a whole day", [{ from: 0, to: 1_440 }], null],
  ["six", Array.from({ length: 6 }, (_, at) => ({ from: at * 60, to: at * 60 + 30 })), null],
])("after %s comes what there is room for", (_what, hours, next) => {
  expect(furtherHours(hours)).toEqual(next);
});

test.each([
  ["a night in one", [{ from: 1_320, to: 120 }], "backwards"],
  [
    "hours over each other, in any order",
    [
      { from: 700, to: 800 },
      { from: 540, to: 720 },
    ],
    "overlap",
  ],
  [
    "hours that touch",
    [
      { from: 720, to: 800 },
      { from: 540, to: 720 },
    ],
    null,
  ],
])("%s", (_what, hours, fault) => {
  expect(hoursFault(hours)).toBe(fault);
});

test("weekdays are copied to, weekends are left", () => {
  const nights = [{ from: 0, to: 60 }];
  expect(onWeekdays({ ...OFFICE_WEEK, sunday: nights }, nights)).toEqual({
    monday: nights,
    tuesday: nights,
    wednesday: nights,
    thursday: nights,
    friday: nights,
    saturday: [],
    sunday: nights,
  });
});
