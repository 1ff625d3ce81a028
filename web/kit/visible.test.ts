import { expect, test } from "vitest";
import { hasVisibleText } from "../../src/domain/visible-text.ts";
import { isBlank, withoutBlankEnds } from "./visible.ts";

test.each([
  "",
  " \t\r\n",
  "\u00A0\u2003\u3000",
  "\u200B\u200C\u200D\u2060\uFEFF",
  "\u200E\u200F\u202A\u2066",
  "\u00AD\u034F",
  "\u115F\u1160\u3164\uFFA0",
  "\u2800",
  "\uFE0F\u{E0100}",
  "\u0000\u001B",
])("%j says nothing", (text) => {
  expect(isBlank(text)).toBe(true);
  expect(hasVisibleText(text)).toBe(false);
});

test.each(["a", "\u200B.", "👍", "👩‍💻", "🇫🇷", "—", "مرحبا", "؀", "か\u3099", "-", "\u0301"])(
  "%j says something",
  (text) => {
    expect(isBlank(text)).toBe(false);
    expect(hasVisibleText(text)).toBe(true);
  },
);

test.each([
  ["  indented\n  twice", "  indented\n  twice"],
  ["\n \n  indented\n\n", "  indented"],
  ["words  ", "words"],
  ["\u200B \n", ""],
])("of %j is posted %j", (draft, posted) => {
  expect(withoutBlankEnds(draft)).toBe(posted);
});
