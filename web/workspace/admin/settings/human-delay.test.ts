import * as fc from "fast-check";
import { expect, test } from "vitest";
import { humanDelay, isAllowedDelay, millisOf } from "./human-delay.ts";

test.each([
  [5_000, 5, "second"],
  [90_000, 90, "second"],
  [600_000, 10, "minute"],
  [3_600_000, 1, "hour"],
  [86_400_000, 24, "hour"],
] as const)("%d ms are said as %d %ss", (ms, amount, unit) => {
  expect(humanDelay(ms)).toEqual({ amount, unit });
});

test("whole seconds come back as they were", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 86_400 }), (seconds) => {
      expect(millisOf(humanDelay(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});

test("a delay is from 5 seconds to 24 hours", () => {
  expect([4_999, 5_000, 86_400_000, 86_400_001, Number.NaN].map(isAllowedDelay)).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});
