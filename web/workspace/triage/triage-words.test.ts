import { expect, test } from "vitest";
import { reasonKey, verdictKey } from "./triage-words.ts";

test("a code of a newer server shows itself", () => {
  expect(reasonKey("moon-phase")).toBe("triage.because.other");
  expect(verdictKey("moon-phase")).toBe("mail.verdict.other");
});
