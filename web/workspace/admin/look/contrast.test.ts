import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canCarryText as serverTakes } from "../../../../src/domain/settings/brand-look.ts";
import { canCarryText, contrast, isColour, nearest, standsOut } from "./contrast.ts";

test("black on white is 21, a colour on itself 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#777777")).toBe(1);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const isGood = (colour: string): boolean => canCarryText(colour) && standsOut(colour);

describe("what the form says of a colour", () => {
  test("is what the server says of it when it is saved", () => {
    const grey = fc.integer({ min: 0x70, max: 0x88 }).map((value) => `#${value.toString(16).repeat(3)}`);
    fc.assert(
      fc.property(fc.oneof(anyColour, grey), (colour) => {
        expect(isColour(colour)).toBe(true);
        expect(canCarryText(colour)).toBe(serverTakes(colour));
      }),
    );
  });

  test.each([
    ["#1f4b99", "#1f4b99"],
    ["#7b7b7b", "#767676"],
    ["#ffffff", "#939393"],
    ["#000000", "#000000"],
  ])("of %s the nearest that passes is %s", (colour, found) => {
    expect(nearest(colour, isGood)).toBe(found);
  });

  test("whatever the colour, one that passes is offered, and one that passes stays", () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const found = nearest(colour, isGood);
        expect(isGood(found)).toBe(true);
        expect(found === colour).toBe(isGood(colour));
      }),
    );
  });
});
