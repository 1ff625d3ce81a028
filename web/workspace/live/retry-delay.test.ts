import { expect, test } from "vitest";
import { retryDelay } from "./retry-delay.ts";

test("tries come further and further apart, up to half a minute, and never all at one instant", () => {
  expect([0, 1, 2, 3].map((tries) => retryDelay(tries, 1))).toEqual([500, 1_000, 2_000, 4_000]);
  expect(retryDelay(50, 1)).toBe(30_000);
  expect(retryDelay(3, 0)).toBe(2_000);
});
