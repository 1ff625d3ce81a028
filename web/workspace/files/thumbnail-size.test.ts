import { expect, test } from "vitest";
import { thumbnailSize } from "./thumbnail-size.ts";

test.each([
  ["a photograph alone", { width: 4000, height: 3000 }, true, { width: 320, height: 240 }],
  ["a photograph among others", { width: 4000, height: 3000 }, false, { width: 176, height: 132 }],
  ["a screen of a phone", { width: 1170, height: 2532 }, true, { width: 111, height: 240 }],
  ["a small picture is not blown up", { width: 100, height: 80 }, true, { width: 100, height: 80 }],
  ["a dot can be hit", { width: 1, height: 1 }, true, { width: 44, height: 44 }],
  ["a long strip can be hit", { width: 8000, height: 20 }, true, { width: 320, height: 44 }],
])("%s", (_what, image, isAlone, size) => {
  expect(thumbnailSize(image, isAlone)).toEqual(size);
});
