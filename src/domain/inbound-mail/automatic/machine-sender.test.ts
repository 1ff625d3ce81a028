import { expect, test } from "vitest";
import { aMail } from "../../../../test/support/mail/mail.ts";
import { isFromDaemon, isNoReply } from "./machine-sender.ts";

const from = (address: string) => aMail({ from: [{ name: "", address }], returnPath: null });

test.each([
  "MAILER-DAEMON@example.com",
  "mailer_daemon@example.com",
  "Mail-Daemon@example.com",
  "double-bounce@example.com",
  "mailer-daemon",
])("%s is a mail system", (address) => {
  expect(isFromDaemon(from(address), null)).toBe(true);
});

test.each([
  "daemon.smith@example.com",
  "d.aemon@example.com",
  "maildaemonfan@example.com",
  "marie+mailer-daemon@example.com",
])("%s is a person", (address) => {
  expect(isFromDaemon(from(address), null)).toBe(false);
});

test("a name without an address is a mail system's", () => {
  expect(isFromDaemon(aMail({ from: [], returnPath: null, head: { From: "MAILER-DAEMON <>" } }), null)).toBe(true);
});

test.each([
  "no-reply@example.com",
  "noreply@example.com",
  "do-not-reply@example.com",
  "donotreply@example.com",
  "noreply+shop@example.com",
  "ne-pas-repondre@example.fr",
  "mailer-daemon@example.com",
  "mail-delivery-subsystem@example.com",
  "No_Reply@example.com",
  "no.reply+123@example.com",
  "shop-noreply@example.com",
  "noreply2@example.com",
  "nicht-antworten@example.de",
  "no-contestar@example.es",
  "MAILER-DAEMON@example.com",
])("%s is never answered by a machine", (address) => {
  expect(isNoReply(address)).toBe(true);
});

test.each([
  "noreen@example.com",
  "reply@example.com",
  "nora.reply@example.com",
  "marie@example.com",
  "norman@example.com",
  "support+noreply@example.com",
])("%s may be answered", (address) => {
  expect(isNoReply(address)).toBe(false);
});
