import { expect, test } from "vitest";
import { testClock } from "../../test/support/facts/test-clock.ts";
import { typingSign } from "./typing.ts";

test("whoever types is announced at the first letter, and then every three seconds while they go on", () => {
  const clock = testClock();
  const sign = typingSign(clock);
  const told: number[] = [];
  for (let letters = 0; letters < 50; letters += 1) {
    sign(() => told.push(clock.now()));
    clock.advance(200);
  }
  expect(told).toEqual([0, 3_000, 6_000, 9_000]);
});
