import { expect, test } from "vitest";
import { cleanName, NAME_PATTERN } from "./name.ts";

test.each([
  ["Léo", true],
  ["مریم نظری‌پور", true],
  ["王 小明 😀", true],
  ["O’Neil-García, Jr.", true],
  ["", false],
  ["   ", false],
  ["Léo\u202Emoc.live", false],
  ["Léo\u2066", false],
  ["Léo\nAdmin", false],
  ["Léo\u2028", false],
  ["L\u0007éo", false],
  ["Léo\u200F", false],
])("%j is a name that may be given: %s", (name, may) => {
  expect(new RegExp(NAME_PATTERN, "u").test(name)).toBe(may);
});

test("a stranger's name loses what would turn or break the line that shows it", () => {
  expect(cleanName(" Marie\u202E\r\n <boss@acme.example>\u2066 ")).toBe("Marie <boss@acme.example>");
  expect(cleanName("\u202E\u0000")).toBe("");
});
