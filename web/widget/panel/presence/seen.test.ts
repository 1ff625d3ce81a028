import { expect, test } from "vitest";
import { isInView, watchSeen } from "./seen.ts";
import { testClock } from "../../../../test/support/facts/test-clock.ts";

const SECOND = 1_000;
const span = (top: number, bottom: number) => ({ top, bottom });
const view = span(100, 500);
const panel = span(0, 600);

test.each([
  ["wholly in view", span(200, 260), true],
  ["exactly half in view", span(60, 140), true],
  ["less than half in view", span(59, 140), false],
  ["above the view", span(0, 90), false],
  ["touching the view's edge", span(60, 100), false],
  ["taller than the view, filling half the panel's height", span(-900, 400), true],
  ["taller than the view, filling less than half the panel's height", span(-900, 399), false],
])("a message %s", (_where, message, expected) => {
  expect(isInView(message, view, panel)).toBe(expected);
});

function watch() {
  const clock = testClock();
  const reports: [number, number][] = [];
  const seen = watchSeen(clock, (seq) => reports.push([clock.now(), seq]));
  return { clock, reports, seen };
}

test("a message is seen after one second in view, where the person gave input in the last minute", () => {
  const { clock, reports, seen } = watch();
  seen.input();
  seen.watching(true);
  clock.advance(10 * SECOND);
  seen.inView([4, 5]);
  clock.advance(60 * SECOND);
  expect(reports).toEqual([[11 * SECOND, 5]]);
});

test("without input in the last minute, it is seen at the next input", () => {
  const { clock, reports, seen } = watch();
  seen.input();
  seen.watching(true);
  clock.advance(59 * SECOND);
  seen.inView([4]);
  clock.advance(600 * SECOND);
  expect(reports).toEqual([]);
  seen.input();
  expect(reports).toEqual([[659 * SECOND, 4]]);
});

test("a glance of less than a second is no reading, and glances do not add up", () => {
  const { clock, reports, seen } = watch();
  seen.input();
  seen.watching(true);
  for (let glance = 0; glance < 5; glance += 1) {
    seen.inView([4]);
    clock.advance(999);
    seen.inView([]);
    clock.advance(1);
  }
  expect(reports).toEqual([]);
});

test("a page in the background or a closed panel sees nothing, and the second counts from coming back", () => {
  const { clock, reports, seen } = watch();
  seen.inView([4]);
  clock.advance(600 * SECOND);
  seen.input();
  expect(reports).toEqual([]);
  seen.watching(true);
  clock.advance(999);
  expect(reports).toEqual([]);
  clock.advance(1);
  expect(reports).toEqual([[601 * SECOND, 4]]);
});

test("an input in another second than the view's first does not shorten the second", () => {
  const { clock, reports, seen } = watch();
  seen.watching(true);
  seen.inView([4]);
  clock.advance(500);
  seen.input();
  expect(reports).toEqual([]);
  clock.advance(500);
  expect(reports).toEqual([[SECOND, 4]]);
});

test("what was seen is told once, and what comes later is told again", () => {
  const { clock, reports, seen } = watch();
  seen.input();
  seen.watching(true);
  seen.inView([4]);
  clock.advance(2 * SECOND);
  seen.inView([4, 5]);
  clock.advance(500);
  seen.inView([4, 5, 6]);
  clock.advance(2 * SECOND);
  expect(reports.map(([, seq]) => seq)).toEqual([4, 5, 6]);
});
