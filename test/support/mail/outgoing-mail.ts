/** Mails to be composed, for tests. */
import { emailAddress, instant, locale } from "../../../src/domain/ids.ts";
import type { MailedMessage, OutgoingMail } from "../../../src/ports/continuity/mail-composer.ts";

export const NOON = Date.UTC(2026, 0, 6, 12);

/** A reply of Léo's at noon. */
export const reply = (text: string, change: Partial<MailedMessage> = {}): MailedMessage => ({
  author: { kind: "agent", name: "Léo" },
  text,
  at: instant(NOON),
  files: [],
  cut: false,
  ...change,
});

/** A second mail of a conversation, with everything that a mail can carry. */
export const usualMail: OutgoingMail = {
  messageId: "7f3k.k1@acme.example",
  from: { name: "Léo", address: emailAddress("help@acme.example") },
  to: emailAddress("marie@example.com"),
  replyTo: emailAddress("reply+token@acme.example"),
  earlier: [],
  date: instant(NOON),
  locale: locale("en"),
  timeZone: "Europe/Paris",
  brandName: "Acme",
  brandColour: "#1d5a86",
  brandLogo: null,
  files: [],
  replies: [reply("The oak lamp is back.")],
  context: [reply("Do you still have the oak lamp?", { author: { kind: "end-user", name: "Marie" } })],
  resumeUrl: "https://acme.example/lamps#ariane=secret",
  stopUrl: "https://chat.acme.example/mail/stop/t1",
  oneClickStopUrl: "https://chat.acme.example/mail/one-click/t1",
  notMeUrl: "https://chat.acme.example/mail/not-me/t2",
  firstMail: null,
  canAnswer: true,
};
