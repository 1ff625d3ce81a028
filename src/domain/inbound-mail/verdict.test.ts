import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { growthOf, LINEAR } from "../../../test/support/growth.ts";
import { aMail, parseLines } from "../../../test/support/mail/mail.ts";
import { FAILURE_PHRASES } from "./bounce/wording.ts";
import { decideVerdict } from "./verdict.ts";

const kindOf = (...change: Parameters<typeof aMail>): string =>
  decideVerdict(aMail(...change), { from: "marie@example.com" }).kind;

const report = (type: string, part: string, ...fields: readonly string[]) =>
  parseLines(
    "From: someone@example.com",
    `Content-Type: multipart/report; report-type=${type}; boundary=b`,
    "",
    "--b",
    "",
    "See below.",
    "--b",
    `Content-Type: message/${part}`,
    "",
    ...fields,
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    "Message-ID: <d1.k@acme.example>",
    "To: marie@example.com",
    "",
    "--b--",
  );

const BOUNCE =
  "This message was created automatically by mail delivery software. Delivery failed: 550 5.1.1 user unknown";

describe("a person's mail stays a person's, though it", () => {
  test.each([
    ["is an answer", {}],
    ["forwards a bounce", { subject: "Fwd: Undelivered Mail Returned to Sender", text: BOUNCE }],
    ["answers a bounce", { subject: "Re: Mail delivery failed", text: `What is this?\n> ${BOUNCE}` }],
    ["takes a bounce's subject", { subject: "Mail delivery failed", text: BOUNCE }],
    [
      "attaches a bounce",
      {
        subject: "see attached",
        attachments: [
          {
            filename: null,
            contentType: "message/rfc822",
            disposition: null,
            contentId: null,
            bytes: new Uint8Array(),
            related: false,
            text: BOUNCE,
          },
        ],
      },
    ],
    ["quotes a server's answer", { text: "My provider says: 550 5.1.1 unknown user. Returned to sender." }],
    ["answers an automatic reply", { subject: "Re: Automatic reply: Your order" }],
    ["asks about automatic replies", { subject: "Automatic reply settings do not work" }],
    ["asks about an absence", { subject: "Absence of an invoice" }],
    ["speaks of the office", { subject: "Out of office hours delivery?" }],
    [
      "comes from a postmaster who writes",
      { from: [{ name: "", address: "postmaster@example.com" }], subject: "Question about your invoice" },
    ],
    ["says that nobody made it automatically", { head: { "Auto-Submitted": "no" } }],
    ["asks not to be answered by machines", { head: { "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply" } }],
    ["has a first-class precedence", { head: { Precedence: "first-class" } }],
  ] as const)("%s", (_though, change) => {
    expect(kindOf(change)).toBe("person");
  });
});

describe("a mail is automatic that", () => {
  test.each([
    ["says so", { head: { "Auto-Submitted": "auto-replied; owner-email=x" } }, "auto-submitted"],
    ["was generated", { head: { "Auto-Submitted": "auto-generated" } }, "auto-submitted"],
    ["carries a responder's header", { head: { "X-Autoreply": "yes" } }, "responder-header"],
    ["asks for no answer of any kind", { head: { "X-Auto-Response-Suppress": "All" } }, "asks-no-answer"],
    ["answers for a program of the mail server", { head: { Precedence: "auto_reply" } }, "responder-header"],
    [
      "is titled so, and asks for no answer",
      { subject: "Automatic reply: Your order", head: { "X-Auto-Response-Suppress": "All" } },
      "subject",
    ],
    ["is bulk", { head: { Precedence: "bulk" } }, "precedence"],
    ["is titled so in English", { subject: "Automatic reply: Your order" }, "subject"],
    ["is titled so in French", { subject: "Réponse automatique : Votre commande" }, "subject"],
    ["is titled so in German", { subject: "Abwesenheitsnotiz" }, "subject"],
    ["is titled so in Japanese", { subject: "自動返信: ご注文" }, "subject"],
    ["is titled so in Arabic", { subject: "رد تلقائي: طلبك" }, "subject"],
    ["is titled so in Polish", { subject: "Odpowiedź automatyczna: Zamówienie" }, "subject"],
    ["tells until when somebody is away", { subject: "Out of office until 5 May" }, "subject"],
    [
      "comes from a mail system without a failure",
      { from: [{ name: "", address: "mailer-daemon@example.com" }], text: "Hello" },
      "machine-sender",
    ],
  ] as const)("%s", (_what, change, because) => {
    expect(decideVerdict(aMail(change), { from: "marie@example.com" })).toEqual({ kind: "auto-reply", because });
  });

  test("comes from the null sender, as SMTP or the Return-Path tells", () => {
    expect(decideVerdict(aMail(), { from: null })).toEqual({ kind: "auto-reply", because: "null-sender" });
    expect(decideVerdict(aMail({ returnPath: "" }), null)).toEqual({ kind: "auto-reply", because: "null-sender" });
  });

  test("SMTP is believed before the Return-Path that a sender may write", () => {
    expect(decideVerdict(aMail({ returnPath: "" }), { from: "marie@example.com" })).toEqual({ kind: "person" });
  });

  test("is a vacation notice from nobody, though it says that somebody is not available", () => {
    const notice = {
      subject: "away",
      text: "The user is unavailable until Monday.",
      head: { "Auto-Submitted": "auto-replied" },
    };
    expect(decideVerdict(aMail(notice), { from: null }).kind).toBe("auto-reply");
  });
});

test("what came through a list is a list's, with its id", () => {
  expect(
    decideVerdict(aMail({ head: { "List-Id": "Friends <friends.example.com>", Precedence: "list" } }), null),
  ).toEqual({
    kind: "list",
    listId: "friends.example.com",
  });
  expect(kindOf({ head: { "List-Unsubscribe": "<mailto:x@example.com>", Precedence: "bulk" } })).toBe("list");
});

describe("reports", () => {
  test("a failure tells status, recipient, reason and the mail that came back", async () => {
    const mail = await report(
      "delivery-status",
      "delivery-status",
      "Reporting-MTA: dns; mx.example.com",
      "",
      "Final-Recipient: rfc822; marie@example.com",
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    );
    expect(decideVerdict(mail, null)).toEqual({
      kind: "bounce",
      status: "5.1.1",
      permanent: true,
      reason: "unknown-address",
      isFinal: true,
      diagnostic: "550 5.1.1 no such user",
      recipient: "marie@example.com",
      originalMessageId: "d1.k@acme.example",
    });
  });

  test("of several recipients the failed one speaks", async () => {
    const mail = await report(
      "delivery-status",
      "delivery-status",
      "Final-Recipient: rfc822; a@example.com",
      "Action: delivered",
      "Status: 2.0.0",
      "",
      "Final-Recipient: rfc822; b@example.com",
      "Action: failed",
      "Status: 5.2.2",
    );
    expect(decideVerdict(mail, null)).toMatchObject({
      kind: "bounce",
      recipient: "b@example.com",
      status: "5.2.2",
      permanent: false,
    });
  });

  test("a delay is a warning and not the end", async () => {
    const mail = await report(
      "delivery-status",
      "delivery-status",
      "Final-Recipient: rfc822; marie@example.com",
      "Action: delayed",
      "Status: 4.4.1",
    );
    expect(decideVerdict(mail, null)).toMatchObject({
      kind: "bounce",
      isFinal: false,
      permanent: false,
      status: "4.4.1",
    });
  });

  test("a delivery is a receipt", async () => {
    const mail = await report(
      "delivery-status",
      "delivery-status",
      "Final-Recipient: rfc822; marie@example.com",
      "Action: delivered",
      "Status: 2.0.0",
    );
    expect(decideVerdict(mail, null)).toEqual({
      kind: "receipt",
      what: "delivered",
      status: "2.0.0",
      recipient: "marie@example.com",
      originalMessageId: "d1.k@acme.example",
    });
  });

  test("a read receipt is a receipt (RFC 8098)", async () => {
    const mail = await report(
      "disposition-notification",
      "disposition-notification",
      "Final-Recipient: rfc822; marie@example.com",
      "Original-Message-ID: <d2.k@acme.example>",
      "Disposition: manual-action/MDN-sent-manually; displayed",
    );
    expect(decideVerdict(mail, null)).toMatchObject({
      kind: "receipt",
      what: "displayed",
      originalMessageId: "d2.k@acme.example",
    });
  });

  test("a complaint names its kind and the mail complained about (RFC 5965)", async () => {
    const mail = await report(
      "feedback-report",
      "feedback-report",
      "Feedback-Type: Abuse",
      "User-Agent: x/1",
      "Original-Rcpt-To: <marie@example.com>",
    );
    expect(decideVerdict(mail, null)).toEqual({
      kind: "complaint",
      feedbackType: "abuse",
      recipient: "marie@example.com",
      originalMessageId: "d1.k@acme.example",
    });
  });
});

describe("whatever a person writes", () => {
  const words = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom(
      BOUNCE,
      "Undelivered Mail Returned to Sender",
      "550 5.1.1",
      "----- Original message -----",
      "Message-ID: <a@b>",
      "Final-Recipient: rfc822; a@b.c",
      "Action: failed",
      "Status: 5.1.1",
      "mailbox full",
    ),
  );
  const person = fc.record({
    subject: words,
    text: fc.array(words, { maxLength: 8 }).map((lines) => lines.join("\n")),
    html: fc.option(words),
    from: fc
      .constantFrom(
        "marie@example.com",
        "d.mon@example.org",
        "postman@example.com",
        "maildaemonfan@example.com",
        "info@example.com",
      )
      .map((address) => [{ name: "Marie", address }]),
  });

  test("it is never called a bounce", () => {
    fc.assert(
      fc.property(person, (change) => {
        expect(decideVerdict(aMail({ ...change, returnPath: null }), { from: "marie@example.com" }).kind).not.toBe(
          "bounce",
        );
      }),
      { numRuns: 500 },
    );
  });

  test("the generator is not vacuous: the same words from a mail system are mostly a bounce", () => {
    const texts = fc.sample(person, 200).filter(({ text }) => FAILURE_PHRASES.some((phrase) => phrase.test(text)));
    expect(texts.length).toBeGreaterThan(20);
    for (const { text } of texts)
      expect(decideVerdict(aMail({ text }), { from: "mailer-daemon@example.com" }).kind).toBe("bounce");
  });
});

test.each([
  "blocked",
  "original",
  "user unknown ",
  "Message-ID: <",
  "550 ",
  "=",
  "\n",
  "Final-Recipient: x\n\n",
  "{",
  "- ",
])("a million characters of %j from a mail system cost ten times as much as a tenth", async (piece) => {
  const judge = (size: number): void => {
    const text = piece.repeat(size / piece.length);
    decideVerdict(aMail({ text, subject: text.slice(0, 2_000) }), { from: "mailer-daemon@example.com" });
  };
  expect(await growthOf(judge, 1_000_000)).toBeLessThan(LINEAR);
});
