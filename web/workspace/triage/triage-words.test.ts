import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reasonKey, verdictKey } from "./triage-words.ts";

/** The codes that the server's own code names when it puts a mail into triage. */
const places = [
  "steps/mail/take-answer",
  "steps/mail/take-automatic",
  "steps/mail/take-report",
  "usecases/mail/decide-sender",
];
const codes = places.flatMap((file) => {
  const source = readFileSync(new URL(`../../../src/${file}.ts`, import.meta.url), "utf8");
  const found = source.matchAll(/triage\("([a-z-]+)"\)|state: "triage",\s+because: "([a-z-]+)"/g);
  return [...found].map(([, called, written]) => called ?? written ?? "");
});

test("every reason for triage has a sentence", () => {
  expect(codes.length).toBeGreaterThan(6);
  expect(codes.filter((code) => reasonKey(code) === "triage.because.other")).toEqual([]);
});

test("a code of a newer server shows itself", () => {
  expect(reasonKey("moon-phase")).toBe("triage.because.other");
  expect(verdictKey("moon-phase")).toBe("mail.verdict.other");
});
