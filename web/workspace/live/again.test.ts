import { expect, test } from "vitest";
import { Refused } from "../api.ts";
import { askedAgainIn, isAskedAgain } from "./again.ts";

const tries = (code: string): number => {
  let count = 0;
  while (isAskedAgain(count, new Refused(code, 503, code))) count += 1;
  return count;
};

test("a page that meets a database that is away asks on for minutes, and soon when it is back", () => {
  const waits = Array.from({ length: tries("unavailable") }, (_, count) => askedAgainIn(count));
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(4 * 60_000);
  expect(Math.max(...waits)).toBe(5_000);
});

test.each([
  ["offline", 3],
  ["server-trouble", 3],
  ["not-allowed", 0],
])("%s is asked again %i times", (code, times) => {
  expect(tries(code)).toBe(times);
});
