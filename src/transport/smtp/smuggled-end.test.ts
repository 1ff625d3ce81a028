import { expect, test } from "vitest";
import { hasSmuggledEnd } from "./smuggled-end.ts";

const ask = (text: string): boolean => hasSmuggledEnd(Buffer.from(text));

test.each([
  "a\n.\nb",
  "a\n.\r\nb",
  "a\r\n.\nb",
  "a\r\n.\n\nb",
  "a\r.\rb",
  "a\r\n.\rb",
  "a\r.\r\nb",
  "a\n\n.\r\nb",
  ".\nb",
  ".\rb",
  "a\n.\r",
])("a dot alone between odd line ends: %j", (text) => {
  expect(ask(text)).toBe(true);
});

test.each(["", ".", ".\r\n", "a\r\n.\r\nb", "a.\nb", "a\n.b", "a\n..\nb", "a\n . \nb", "a\r\n."])(
  "an ordinary mail: %j",
  (text) => {
    expect(ask(text)).toBe(false);
  },
);
