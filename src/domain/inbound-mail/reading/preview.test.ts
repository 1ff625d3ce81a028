import { expect, test } from "vitest";
import { previewOf } from "./preview.ts";

test.each([
  ["white space is one space", "Bonjour,\n\n  merci\t!", null, "Bonjour, merci !"],
  ["HTML alone is read as text", null, "<p>Bonjour <b>Léo</b></p>", "Bonjour Léo"],
  ["an empty text part is none", "  \n", "<p>Bonjour</p>", "Bonjour"],
  ["nothing is nothing", null, null, ""],
])("%s", (_what, text, html, line) => {
  expect(previewOf({ text, html })).toBe(line);
});

test("long text is cut between characters, and says so", () => {
  const family = "👨‍👩‍👧‍👦";
  expect(previewOf({ text: family.repeat(300), html: null })).toBe(`${family.repeat(200)}…`);
});
