import { expect, test } from "vitest";
import { sizeWords } from "./size-words.ts";

const NO_BREAK_SPACES = /[\u00a0\u202f]/g;
const said = (size: number, locale: string): string => sizeWords(size, locale).replaceAll(NO_BREAK_SPACES, " ");

test.each([
  [1, "en", "1 kB"],
  [1025, "en", "2 kB"],
  [84 * 1024, "en", "84 kB"],
  [999 * 1024, "en", "999 kB"],
  [1_000 * 1024, "en", "1 MB"],
  [2.44 * 1024 * 1024, "en", "2.4 MB"],
  [12.4 * 1024 * 1024, "en", "12.4 MB"],
  [25 * 1024 * 1024, "en", "25 MB"],
  [2.44 * 1024 * 1024, "fr", "2,4 Mo"],
  [84 * 1024, "fr", "84 ko"],
])("%d octets are said in %s as %s", (size, locale, words) => {
  expect(said(size, locale)).toBe(words);
});
