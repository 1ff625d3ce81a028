import { expect, test } from "vitest";
import type { RefusalCode } from "../../src/domain/refusal.ts";
import { Refused } from "./api.ts";
import { refusalWords } from "./refusal-words.ts";

/** Who can meet it. A code that the domain gains fails to compile here until somebody has thought of it. */
const MET_BY: Readonly<Record<RefusalCode, "agents" | "others">> = {
  "address-non-ascii": "agents",
  "address-no-mail": "agents",
  "address-shape": "agents",
  "address-too-long": "agents",
  "already-accepted": "agents",
  "already-mailed": "agents",
  "already-set-up": "agents",
  "colour-contrast": "agents",
  "conversation-closed": "agents",
  "dkim-key-unknown": "agents",
  "dkim-not-published": "agents",
  "email-taken": "agents",
  "file-empty": "agents",
  "file-too-large": "agents",
  "file-unknown": "agents",
  "last-admin": "agents",
  "last-support-address": "agents",
  "link-invalid": "others",
  "locale-unknown": "agents",
  "mail-capped": "agents",
  "mail-not-taken": "agents",
  "mail-text-invalid": "agents",
  "message-empty": "agents",
  "messaging-off": "agents",
  "no-address": "agents",
  "no-chat-access": "agents",
  "not-a-reply": "agents",
  "not-allowed": "agents",
  "not-found": "agents",
  "not-yours": "agents",
  "nothing-to-send": "agents",
  "origin-not-allowed": "agents",
  "origin-shape": "agents",
  "password-too-short": "agents",
  "prerequisite-missing": "agents",
  "rate-limited": "agents",
  "request-invalid": "agents",
  "session-unknown": "others",
  "signature-invalid": "others",
  "sign-in-failed": "agents",
  "signed-out": "agents",
  "time-zone-unknown": "agents",
  "too-many-uploads": "agents",
  "trigger-invalid": "agents",
  "workspace-off": "agents",
};

test.each(Object.entries(MET_BY).filter(([, who]) => who === "agents"))(
  "the refusal %s has its own sentence",
  (code) => {
    expect(refusalWords(new Refused(code, 409, "")).key).toBe(`refusal.${code}`);
  },
);

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
