/** Whoever serves a domain takes mail for its postmaster (mail-rules.md rule 16). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { knowsRecipient } from "./receive-email.ts";

let given: BackOffice;
beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());

const raw = (to: string): string =>
  [
    "From: Marie <marie@example.com>",
    `To: ${to}`,
    `Message-ID: <${to}-1@example.com>`,
    "Subject: Your server",
    "",
    "It sends us the same mail again and again.",
    "",
  ].join("\r\n");

/** Two domains lead here: that of the reply addresses, and the support address's. */
const served = () => ({ ...given, mailDomain: "reply.acme.example" });
const OURS = ["postmaster", "POSTMASTER", "Postmaster@reply.acme.example", "postMaster@ACME.example"];

test.each(OURS)("%s is taken, and agents find it in triage", async (to) => {
  expect(await knowsRecipient(served(), to)).toBe(true);
  expect(await given.arrives({ from: "marie@example.com", to, raw: raw(to) })).toBe("triage: unplaced");
});

test.each(["postmaster@stranger.example", "postmaster+x@acme.example", "postmasters@acme.example", "@acme.example"])(
  "%s is nobody here",
  async (to) => {
    expect(await knowsRecipient(served(), to)).toBe(false);
  },
);
