import { expect, test } from "vitest";
import { retryAfter } from "./line.ts";

test("patience doubles from half a second to half a minute, and no two widgets come back at the same moment", () => {
  expect([0, 1, 2, 3, 10, 2_000].map((tries) => retryAfter(tries, 0.999))).toEqual(
    [0.5, 1, 2, 4, 30, 30].map((seconds) => expect.closeTo(seconds * 1_000, -2)),
  );
  expect(retryAfter(3, 0)).toBe(2_000);
});
