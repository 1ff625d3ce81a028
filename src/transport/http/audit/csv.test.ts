import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";

test.each([
  ["=1+1", `"'=1+1"`],
  ["+33 1", `"'+33 1"`],
  ["-2", `"'-2"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  [" =cmd|' /C calc'!A0", `"' =cmd|' /C calc'!A0"`],
  ["\t=1", `"'\t=1"`],
  ["＝1", `"'＝1"`],
  ['say "hello", you', `"say ""hello"", you"`],
  ["two\r\nlines", `"two\r\nlines"`],
  ["marie@example.com", `"marie@example.com"`],
])("%j is no formula, and one cell", (text, cell) => {
  expect(csvOf([[text, null]])).toBe(`${cell},""\r\n`);
});
