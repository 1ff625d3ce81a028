import { expect, test } from "vitest";
import { cutTo } from "./painting.ts";

test("of a wide picture the middle is shown in a square, of a tall one as well; nothing is squeezed", () => {
  expect(cutTo({ width: 400, height: 100 }, { width: 50, height: 50 })).toEqual({
    x: 150,
    y: 0,
    width: 100,
    height: 100,
  });
  expect(cutTo({ width: 100, height: 400 }, { width: 50, height: 50 })).toEqual({
    x: 0,
    y: 150,
    width: 100,
    height: 100,
  });
});

test("a picture of the box's shape is shown whole", () => {
  expect(cutTo({ width: 400, height: 300 }, { width: 40, height: 30 })).toEqual({
    x: 0,
    y: 0,
    width: 400,
    height: 300,
  });
});
