import { expect, test } from "vitest";
import { Refused } from "./api.ts";
import { refusalWords } from "./refusal-words.ts";

test.each(["not-found", "mail-capped", "offline"])("the refusal %s has its own sentence", (code) => {
  expect(refusalWords(new Refused(code, 409, "")).key).toBe(`refusal.${code}`);
});

test("an unknown refusal shows a general sentence with its code", () => {
  expect(refusalWords(new Refused("moon-phase", 409, ""))).toEqual({
    key: "refusal.other",
    args: { code: "moon-phase" },
  });
});

test("facts of the refusal reach the sentence", () => {
  const refused = new Refused("prerequisite-missing", 409, "", { missing: "support-address" });
  expect(refusalWords(refused).args).toMatchObject({ missing: "support_address" });
});
