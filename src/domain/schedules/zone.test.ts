import { expect, test } from "vitest";
import { instant } from "../ids.ts";
import { hourOf, instantShown, wallTime, weekdayOf } from "./zone.ts";

const wall = (iso: string) => Date.parse(`${iso}Z`);

test.each([
  ["in winter", "Europe/Paris", "2026-11-30T20:00", "2026-11-30T19:00"],
  ["in summer", "Europe/Paris", "2026-06-30T20:00", "2026-06-30T18:00"],
  ["with half an hour in the zone", "Asia/Kolkata", "2026-11-30T09:00", "2026-11-30T03:30"],
  ["west of us", "America/New_York", "2026-11-30T09:00", "2026-11-30T14:00"],
  ["just before the clocks go forward", "Europe/Paris", "2026-03-29T01:59", "2026-03-29T00:59"],
  ["which is never shown", "Europe/Paris", "2026-03-29T02:30", "2026-03-29T01:30"],
  ["just after they went", "Europe/Paris", "2026-03-29T03:00", "2026-03-29T01:00"],
  ["which is shown twice: the first", "Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30"],
  ["just after both", "Europe/Paris", "2026-10-25T03:00", "2026-10-25T02:00"],
  ["on the day before they go back", "Europe/Paris", "2026-10-24T12:00", "2026-10-24T10:00"],
  ["a midnight that is never shown", "Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00"],
])("an hour %s", (_what, zone, shown, at) => {
  expect(new Date(instantShown(zone, wall(shown))).toISOString().slice(0, 16)).toBe(at);
});

test("a clock shows its zone's day", () => {
  const shown = wallTime("America/New_York", instant(wall("2026-12-01T01:30")));
  expect(new Date(shown).toISOString().slice(0, 16)).toBe("2026-11-30T20:30");
  expect([weekdayOf(shown), hourOf(shown)]).toEqual([0, 20]);
});
