import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Refused } from "./api.ts";
import { refusalWords } from "./refusal-words.ts";

/** What only a widget or a link in a mail hears. */
const NOT_FOR_AGENTS = new Set(["link-invalid", "session-unknown", "suspended"]);

test("every refusal that an agent can meet has its own sentence", () => {
  const source = readFileSync(new URL("../../src/domain/refusal.ts", import.meta.url), "utf8");
  const codes = [...source.matchAll(/\| "([\w-]+)"/gu)].map(([, code]) => code ?? "");
  expect(codes.length).toBeGreaterThan(20);
  const general = codes.filter((code) => refusalWords(new Refused(code, 409, "")).key === "refusal.other");
  expect(general.filter((code) => !NOT_FOR_AGENTS.has(code))).toEqual([]);
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
