import { expect, test } from "vitest";
import { type AttentionFacts, isAttentive, watchAttention } from "./attention.ts";
import { testClock } from "../../../../test/support/facts/test-clock.ts";

const SECOND = 1_000;
const attending: AttentionFacts = { panelOpen: true, tabFocused: true, lastInputAt: 0 };

test.each<[string, Partial<AttentionFacts>, number, boolean]>([
  ["panel open, tab focused, input just now", {}, 0, true],
  ["59.999 s after the input", {}, 59_999, true],
  ["60 s after the input", {}, 60_000, false],
  ["the panel closed", { panelOpen: false }, 0, false],
  ["the tab in the background", { tabFocused: false }, 0, false],
  ["no input since the page was loaded", { lastInputAt: null }, 0, false],
])("%s", (_when, change, now, expected) => {
  expect(isAttentive({ ...attending, ...change }, now)).toBe(expected);
});

function watch() {
  const clock = testClock();
  const beats: number[] = [];
  const attention = watchAttention(clock, () => beats.push(clock.now() / SECOND));
  return { clock, beats, attention };
}

test("it is told at once when it begins and every 15 s, and ends 60 s after the last input", () => {
  const { clock, beats, attention } = watch();
  attention.update({ panelOpen: true, tabFocused: true });
  expect(beats).toEqual([]);
  attention.update({ lastInputAt: clock.now() });
  clock.advance(300 * SECOND);
  expect(beats).toEqual([0, 15, 30, 45]);
});

test("input while it lasts prolongs it without hastening the beat", () => {
  const { clock, beats, attention } = watch();
  attention.update({ panelOpen: true, tabFocused: true, lastInputAt: 0 });
  clock.advance(50 * SECOND);
  attention.update({ lastInputAt: clock.now() });
  clock.advance(100 * SECOND);
  expect(beats).toEqual([0, 15, 30, 45, 60, 75, 90, 105]);
});

test("looking away ends it, coming back to the tab without input begins it only if the last input is fresh", () => {
  const { clock, beats, attention } = watch();
  attention.update({ panelOpen: true, tabFocused: true, lastInputAt: 0 });
  attention.update({ tabFocused: false });
  clock.advance(40 * SECOND);
  attention.update({ tabFocused: true });
  attention.update({ tabFocused: false });
  clock.advance(40 * SECOND);
  attention.update({ tabFocused: true });
  clock.advance(40 * SECOND);
  expect(beats).toEqual([0, 40]);
});

test("a panel that is closed reports nothing, whatever the person does on the page", () => {
  const { clock, beats, attention } = watch();
  attention.update({ tabFocused: true });
  for (let second = 0; second < 120; second += 1) {
    attention.update({ lastInputAt: clock.now() });
    clock.advance(SECOND);
  }
  expect(beats).toEqual([]);
});

test("a new line hears at once that attention is on, and nothing when it is not", () => {
  const { clock, beats, attention } = watch();
  attention.update({ panelOpen: true, tabFocused: true, lastInputAt: 0 });
  clock.advance(5 * SECOND);
  attention.renew();
  clock.advance(10 * SECOND);
  attention.update({ panelOpen: false });
  attention.renew();
  expect(beats).toEqual([0, 5]);
});
