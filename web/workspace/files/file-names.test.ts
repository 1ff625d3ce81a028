import { expect, test } from "vitest";
import { filesInWords } from "./file-names.ts";

const t = (key: string, given: object = {}): string => `${key} ${JSON.stringify(given)}`;

test("one file is named, in its own direction; several are counted", () => {
  expect(filesInWords(["Photo.jpg"], t)).toBe("\u2068Photo.jpg\u2069");
  expect(filesInWords(["a.jpg", "b.jpg", "c.pdf"], t)).toBe('files.count {"count":3}');
});
