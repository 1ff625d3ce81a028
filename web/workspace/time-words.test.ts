import { expect, test } from "vitest";
import { at, NOON } from "../../test/support/facts/workspace-cast.ts";
import { makeTimes } from "./time-words.ts";

const times = makeTimes("en-GB", "Europe/Paris");
const DAY = 24 * 60;

test("a moment is said as shortly as it stays clear", () => {
  expect(times.moment(at(10), NOON)).toBe("13:10");
  expect(times.moment(at(-2 * DAY), NOON)).toBe("Sat 13:00");
  expect(times.moment(at(-20 * DAY), NOON)).toBe("16 Dec 2025, 13:00");
  expect(times.moment(at(200 * DAY), at(250 * DAY))).toContain("Jul");
});

test.each([
  ["en", "9:00 AM"],
  ["en-GB", "09:00"],
  ["fr", "09:00"],
])("a clock in %s reads as people there write it: %s", (locale, shown) => {
  expect(makeTimes(locale, "UTC").clock(at(-180)).replaceAll("\u202f", " ")).toBe(shown);
});

test("an age is short, and nothing within the minute", () => {
  expect(times.ago(at(0), at(0.5))).toBeNull();
  expect(times.ago(at(0), at(12))).toBe("12m");
  expect(times.ago(at(0), at(3 * 60))).toBe("3h");
  expect(times.ago(at(0), at(5 * DAY))).toBe("5d");
});

test("a span is said in full", () => {
  expect(times.span(600_000)).toBe("10 minutes");
  expect(makeTimes("de").span(90_000)).toBe("90 Sekunden");
});

test("a zone that does not exist is passed over", () => {
  expect(times.elsewhere(NOON, "Asia/Tokyo")).toContain("21:00");
  expect(times.elsewhere(NOON, "Moon/Tranquility")).toBeNull();
});
