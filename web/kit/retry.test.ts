import { expect, test } from "vitest";
import { retryAfter } from "./retry.ts";

const SECOND = 1_000;

test("patience doubles from half a second to half a minute, and no two widgets come back at the same moment", () => {
  expect([0, 1, 2, 3, 10, 2_000].map((tries) => retryAfter(tries, 0.999))).toEqual(
    [0.5, 1, 2, 4, 30, 30].map((seconds) => expect.closeTo(seconds * SECOND, -2)),
  );
  expect(retryAfter(3, 0)).toBe(2_000);
});

test("tries come further and further apart, up to half a minute, and never all at one instant", () => {
  expect([0, 1, 2, 3].map((tries) => retryAfter(tries, 1))).toEqual([500, 1_000, 2_000, 4_000]);
  expect(retryAfter(50, 1)).toBe(30_000);
  expect(retryAfter(3, 0)).toBe(2_000);
});
