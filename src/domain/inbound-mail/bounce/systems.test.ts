import { describe, expect, test } from "vitest";
import { parseLines } from "../../../../test/support/mail/mail.ts";
import { decideVerdict } from "../verdict.ts";

const RETURNED = [
  "Received: from acme.example by mx.acme.example with ESMTP id 1; Thu, 1 Jan 2026 12:00:00 +0000",
  "Message-ID: <d1.k@acme.example>",
  "From: Acme <support@acme.example>",
  "To: marie@example.com",
  "Subject: Your order",
  "",
  "Hello Marie",
];

const notice = (head: readonly string[], ...body: readonly string[]) => parseLines(...head, "", ...body, ...RETURNED);
const read = async (head: readonly string[], ...body: readonly string[]) =>
  decideVerdict(await notice(head, ...body), null);

const exim = [
  "Return-path: <>",
  "From: Mail Delivery System <Mailer-Daemon@mx.example.net>",
  "X-Failed-Recipients: marie@example.com",
];
const eximCopy = ["", "------ This is a copy of the message, including all the headers. ------", ""];
const qmail = ["Return-Path: <>", "From: MAILER-DAEMON@mx.example.net", "Subject: failure notice"];
const qmailCopy = ["", "--- Below this line is a copy of the message.", ""];
const sendmail = [
  "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>",
  "Subject: Returned mail: User unknown",
];
const exchange = [
  "From: System Administrator <postmaster@example.com>",
  "Subject: Undeliverable: Your order",
  "X-MS-Embedded-Report:",
];

const dead = {
  kind: "bounce",
  permanent: true,
  isFinal: true,
  originalMessageId: "d1.k@acme.example",
  recipient: "marie@example.com",
};
const alive = { ...dead, permanent: false };

describe("a bounce without a report part is read in the shape of", () => {
  test("Exim: an unknown user", async () => {
    const verdict = await read(
      [...exim, "Subject: Mail delivery failed: returning message to sender"],
      "This message was created automatically by mail delivery software.",
      "",
      "  marie@example.com",
      "    host mx.example.com [192.0.2.5]",
      "    SMTP error from remote mail server after RCPT TO:<marie@example.com>:",
      "    550 5.1.1 <marie@example.com>: Recipient address rejected: User unknown in virtual mailbox table",
      ...eximCopy,
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1", reason: "unknown-address" });
  });

  test("Exim: an address that no router takes", async () => {
    const verdict = await read(
      [...exim, "Subject: Mail delivery failed"],
      "  marie@example.com",
      "    Unrouteable address",
      ...eximCopy,
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1" });
  });

  test("Exim: still trying", async () => {
    const verdict = await read(
      [...exim, "Subject: Warning: message 1abcde-000001-AB delayed 24 hours"],
      "The message has not yet been delivered.",
      "  marie@example.com",
      "    Delay reason: SMTP timeout while connected to mx.example.com",
      ...eximCopy,
    );
    expect(verdict).toMatchObject({ ...alive, isFinal: false, status: "4.4.7", reason: "expired" });
  });

  test("Exim: given up", async () => {
    const verdict = await read(
      [...exim, "Subject: Mail delivery failed: returning message to sender"],
      "  marie@example.com",
      "    retry timeout exceeded",
      ...eximCopy,
    );
    expect(verdict).toMatchObject({ ...alive, status: "5.4.7", reason: "expired" });
  });

  test("qmail: no mailbox by that name", async () => {
    const verdict = await read(
      qmail,
      "Hi. This is the qmail-send program at mx.example.net.",
      "<marie@example.com>:",
      "Sorry, no mailbox here by that name. (#5.1.1)",
      ...qmailCopy,
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1" });
  });

  test("qmail: what the remote host said", async () => {
    const verdict = await read(
      qmail,
      "<marie@example.com>:",
      "192.0.2.5 failed after I sent the message.",
      "Remote host said: 552 5.2.2 Over quota",
      ...qmailCopy,
    );
    expect(verdict).toMatchObject({ ...alive, status: "5.2.2", reason: "mailbox-full" });
  });

  test("qmail: no such host", async () => {
    const verdict = await read(
      qmail,
      "<marie@example.com>:",
      "Sorry, I couldn't find any host named example.com. (#5.1.2)",
      ...qmailCopy,
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.2", reason: "unknown-host" });
  });

  test("old Sendmail with a transcript", async () => {
    const verdict = await read(
      sendmail,
      "   ----- Transcript of session follows -----",
      "... while talking to mx.example.com.:",
      ">>> RCPT To:<marie@example.com>",
      "<<< 550 <marie@example.com>... User unknown",
      "550 marie@example.com... User unknown",
      "",
      "   ----- Unsent message follows -----",
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.0.0" });
  });

  test("Exchange 2003, in words only", async () => {
    const verdict = await read(
      exchange,
      "Your message",
      "",
      "  To:      marie@example.com",
      "  Subject: Your order",
      "",
      "did not reach the following recipient(s):",
      "",
      "marie@example.com on Thu, 1 Jan 2026 12:00:00 +0000",
      "    The recipient name is not recognized",
      "    MSEXCH:IMS:Example:EXCHANGE:NT-SERVER 0 (000C05A6) Unknown Recipient",
      "",
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1" });
  });

  test("Exchange 2010 in French, with the server's answer", async () => {
    const verdict = await read(
      [
        "Return-Path: <>",
        "From: Microsoft Outlook <postmaster@example.com>",
        "Subject: =?utf-8?q?Non_remis_:_Your_order?=",
      ],
      "Échec de la remise pour ces destinataires ou groupes de destinataires :",
      "",
      "Informations de diagnostic pour les administrateurs :",
      "marie@example.com",
      "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
      "",
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1" });
  });

  test("James: the answer below a heading", async () => {
    const verdict = await read(
      ["Return-Path: <>", "From: postmaster@mx.example.net", "Subject: [BOUNCE]"],
      "Hi. This is the James mail server at mx.example.net.",
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      "Failed recipient(s):",
      "marie@example.com",
      "Error message:",
      "550 5.1.1 no such user here",
      "",
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1" });
  });

  test("a mobile carrier that writes as no-reply", async () => {
    const verdict = await read(
      ["From: no-reply@carrier.example", "Subject: Mail notice"],
      "Your mail attempted to be delivered on: Thu, 1 Jan 2026 12:00:00 +0900",
      "Could not be delivered to: <marie@example.com>",
      "As their mailbox is full.",
      "",
      "Unsent message below:",
    );
    expect(verdict).toMatchObject({ ...alive, status: "5.2.2", reason: "mailbox-full" });
  });

  test("GMX: a status without a code of three digits", async () => {
    const verdict = await read(
      ["From: mailer-daemon@gmx.example", "Subject: Mail delivery failed: returning message to sender"],
      "This message was created automatically by mail delivery software.",
      '"marie@example.com":',
      "SMTP error from remote server after RCPT command:",
      "host: mx.example.com",
      "5.1.1 <marie@example.com>... User Unknown",
      "",
      "--- The header of the original message is following. ---",
      "",
    );
    expect(verdict).toMatchObject({ ...dead, status: "5.1.1" });
  });

  test.each([
    ["German", "Unzustellbar: Your order", "Die Nachricht konnte nicht zugestellt werden: Empfänger unbekannt"],
    ["Spanish", "No se puede entregar: Your order", "El usuario es desconocido: no existe"],
    ["Russian", "Недоставленное сообщение", "Пользователь не найден"],
    ["Japanese", "配信不能: Your order", "宛先不明のため配信できませんでした"],
    ["Chinese", "系统退信", "收件人不存在"],
    ["Korean", "배달 실패", "존재하지 않는 사용자"],
    ["Arabic", "تعذر التسليم", "المستخدم غير موجود"],
  ])("a gateway that speaks %s", async (_language, subject, words) => {
    const encoded = `=?utf-8?b?${Buffer.from(subject).toString("base64")}?=`;
    const verdict = await read(
      [
        "Return-Path: <>",
        "From: postmaster@example.com",
        `Subject: ${encoded}`,
        "Content-Type: text/plain; charset=utf-8",
      ],
      words,
      "",
    );
    expect(verdict).toMatchObject({ kind: "bounce", permanent: true, originalMessageId: "d1.k@acme.example" });
  });

  test("a list manager that turns our mail away", async () => {
    const verdict = await read(
      [
        "From: friends-admin@example.com",
        "X-MLServer: fml [fml 4.0.3]",
        "Subject: NOT MEMBER article from support@acme.example",
      ],
      "You are not a member of this list.",
      "Original mail as follows:",
    );
    expect(verdict).toMatchObject({ ...alive, reason: "blocked" });
  });
});

describe("what a bounce says is weighed", () => {
  test("user unknown after the text was sent is a filter's word: the address lives", async () => {
    const verdict = await read(
      [...exim, "Subject: Mail delivery failed"],
      "  marie@example.com",
      "    SMTP error from remote mail server after end of data:",
      "    550 User unknown",
      ...eximCopy,
    );
    expect(verdict).toMatchObject({ ...alive, reason: "blocked" });
  });

  test("a sender that is blocked says nothing against the recipient", async () => {
    const verdict = await read(
      qmail,
      "<marie@example.com>:",
      "Remote host said: 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
      ...qmailCopy,
    );
    expect(verdict).toMatchObject({ ...alive, status: "5.7.1", reason: "blocked" });
  });

  test("a vague status gives way to the server's own of the same class", async () => {
    const verdict = await read(
      ["From: MAILER-DAEMON@mx.example.net", "Subject: Undelivered Mail Returned to Sender"],
      "Final-Recipient: rfc822; marie@example.com",
      "Action: failed",
      "Status: 5.0.0",
      "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full",
      "",
    );
    expect(verdict).toMatchObject({ ...alive, status: "5.2.2", reason: "mailbox-full" });
  });

  test("a host that answers 521 takes no mail at all", async () => {
    const verdict = await read(qmail, "<marie@example.com>:", "Remote host said: 521 mx.example.com", ...qmailCopy);
    expect(verdict).toMatchObject({ ...dead, reason: "takes-no-mail" });
  });

  test("a report that a gateway wrapped into a notice of its own is read", async () => {
    const verdict = await read(
      ["From: MAILER-DAEMON@gateway.example.net", "Subject: Undelivered Mail Returned to Sender"],
      "The message below could not be delivered.",
      "---------- original message ----------",
      "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
      "",
      "--x",
      "Final-Recipient: rfc822; marie@example.com",
      "Action: failed",
      "Status: 4.4.1",
      "",
    );
    expect(verdict).toMatchObject({ ...alive, status: "4.4.1" });
  });

  test("of a bounce that says nothing, nothing is known about the address", async () => {
    const verdict = await read(
      ["From: MAILER-DAEMON@mx.example.net", "Subject: Delivery failure"],
      "Sorry.",
      ...qmailCopy,
    );
    expect(verdict).toMatchObject({ kind: "bounce", status: "5.0.0", permanent: null, reason: null });
  });
});
