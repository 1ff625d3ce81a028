import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameParts } from "./file-words.ts";

test.each([
  ["Rechnung.pdf", "Rechnung.pdf", ""],
  ["Invoice-2026-000123-for-the-lamp.pdf", "Invoice-2026-000123-for-th", "e-lamp.pdf"],
  ["a-name-without-any-kind-at-the-end-of-it", "a-name-without-any-kind-at-the-end-of-it", ""],
])("of %s the end stays in view", (name, start, end) => {
  expect(nameParts(name)).toEqual([start, end]);
});

test("what turns the reading direction, or is not seen, is left out", () => {
  expect(nameParts("photo\u202egnp.exe").join("")).toBe("photognp.exe");
  expect(nameParts("a\u0000\u200b\nb.pdf").join("")).toBe("ab.pdf");
});

test("an accent stays with its letter", () => {
  const [start, end] = nameParts(`${"x".repeat(30)}e\u0301abcdef.pdf`);
  expect([start.endsWith("e\u0301"), end]).toEqual([true, "abcdef.pdf"]);
  expect(nameParts(`${"x".repeat(30)}e\u0301abcde.pdf`)[1]).toBe("abcde.pdf");
});

describe("whatever the name", () => {
  test("its parts are the name, without what is not seen", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (name) => {
        expect(nameParts(name).join("")).toBe(name.replaceAll(/[\p{Cc}\p{Cf}]/gu, ""));
      }),
    );
  });
});
