import * as fc from "fast-check";
import { expect, test } from "vitest";
import { contrast, isColour, LEAST_CONTRAST } from "./contrast.ts";

test("black on white is 21, a colour on itself 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#777777")).toBe(1);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("white or black can be read on every colour", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
      const colour = `#${value.toString(16).padStart(6, "0")}`;
      expect(isColour(colour)).toBe(true);
      expect(Math.max(contrast(colour, "#ffffff"), contrast(colour, "#000000"))).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    }),
  );
});
