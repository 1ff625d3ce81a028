/** Shapes without a report part, by carriers, list managers and gateways: found, and the mail that came back known. */
import { describe, expect, test } from "vitest";
import { parseLines } from "../../../../test/support/mail/mail.ts";
import { decideVerdict } from "../verdict.ts";

const RETURNED = [
  "Received: from acme.example by mx.acme.example; Thu, 1 Jan 2026 12:00:00 +0000",
  "Message-ID: <d1.k@acme.example>",
  "From: Acme <support@acme.example>",
  "To: marie@example.com",
  "",
  "Hello Marie",
];

interface Shape {
  readonly from: string;
  readonly subject: string;
  readonly head?: readonly string[];
  readonly body: readonly string[];
  /** False: what came back is not given. */
  readonly isReturned?: boolean;
  readonly permanent: boolean | null;
}

const shapes: Readonly<Record<string, Shape>> = {
  "au: the user does not exist": {
    from: "<Postmaster@ezweb.ne.jp>",
    subject: "Mail System Error - Returned Mail",
    body: ["The user(s) <marie@ezweb.ne.jp> does not exist.", ""],
    permanent: true,
  },
  "au: nobody received it, and no reason": {
    from: "Postmaster@ezweb.ne.jp",
    subject: "Mail System Error - Returned Mail",
    body: ["The following recipients did not receive this message:", "", "    <marie@ezweb.ne.jp>", ""],
    permanent: false,
  },
  "au: nothing but what came back": {
    from: "Postmaster@ezweb.ne.jp",
    subject: "Mail System Error - Returned Mail",
    body: ["<marie@ezweb.ne.jp>", ""],
    permanent: false,
  },
  "KDDI: a full mailbox, told by nobody": {
    from: "no-reply@app.auone-net.jp",
    subject: "Mail System Error - Returned Mail",
    body: ["    Could not be delivered to: <marie@example.com>", "    As their mailbox is full.", ""],
    permanent: false,
  },
  "a filter that names nobody": {
    from: "MAILER-DAEMON@mx.acme.example",
    subject: "Undelivered Mail Returned to Sender",
    body: ["<marie@ezweb.ne.jp>: host a.ezweb.ne.jp said: 550 : User unknown (in reply to RCPT TO command)", ""],
    permanent: false,
  },
  "a server that names whom it does not know": {
    from: "MAILER-DAEMON@mx.acme.example",
    subject: "Undelivered Mail Returned to Sender",
    body: ["<marie@ezweb.ne.jp>: host a.ezweb.ne.jp said: 550 <marie@ezweb.ne.jp>: User unknown", ""],
    permanent: true,
  },
  "a provider in Japanese": {
    from: "postmaster@example.ne.jp",
    subject: "メール不達通知",
    body: ["次の宛先にメールを配信できませんでした。", "理由: 宛先のメールアドレスが存在しません。", ""],
    permanent: true,
  },
  MMDF: {
    from: "MMDF Mail System <mmdf@example.com>",
    subject: "Failed mail  (msg.aa12345)",
    body: [
      "    Your message could not be delivered to",
      "'marie@example.com' for the following",
      "reason:  '<marie@example.com>... User unknown'",
      "",
      "    Your message begins as follows:",
      "",
    ],
    permanent: true,
  },
  "Novell, with an attachment": {
    from: "postmaster@example.com",
    subject: "Message status - undeliverable",
    body: ["The attached file had the following undeliverable recipient(s):", "\tmarie@example.com", ""],
    permanent: null,
  },
  "X.400, with the id in words": {
    from: "x400-gateway@gw.example.com",
    subject: "Delivery Report (failure) for marie@example.com",
    head: ["Return-Path: <>"],
    body: [
      "This report relates to your message: Your order,",
      "        Message-ID: <d1.k@acme.example>",
      "",
      "Recipient unknown",
    ],
    isReturned: false,
    permanent: true,
  },
  MailMarshal: {
    from: "postmaster@example.com",
    subject: 'Undeliverable Mail: "Your order"',
    body: ["Could not be delivered because of", "", "550 5.1.1 User unknown", "", "MessageId: <d1.k@acme.example>"],
    isReturned: false,
    permanent: true,
  },
  "an id in a sentence": {
    from: "mailer-daemon@example.com",
    subject: "Returned mail",
    body: ["Your message with message id", "  <d1.k@acme.example> could not be delivered: unknown user"],
    isReturned: false,
    permanent: true,
  },
  "LISTSERV that posts nothing": {
    from: '"L-Soft list server (1.8e)" <LISTSERV@EXAMPLE.ORG>',
    subject: "Rejected posting to ACME-L@EXAMPLE.ORG",
    body: ["You are  not authorized to send  mail to the ACME-L  list.", "", "----- Rejected message -----", ""],
    permanent: false,
  },
  "ezmlm that posts nothing": {
    from: "acme-help@lists.example.org",
    subject: "failure notice",
    head: ["Return-Path: <>"],
    body: [
      "I'm sorry, but the following message could not be posted: only subscribers may post.",
      "",
      "--- Below this line is a copy of the message.",
      "",
    ],
    permanent: false,
  },
  "Mailman that posts nothing": {
    from: "acme-owner@lists.example.org",
    subject: "Your message to Acme rejected",
    head: ["Precedence: bulk", "X-Mailman-Version: 2.1.9", "List-Id: <acme.lists.example.org>"],
    body: [
      "You are not allowed to post to this mailing list, and your message has",
      "been automatically rejected.",
      "",
    ],
    permanent: false,
  },
};

test.each(Object.entries(shapes))(
  "%s",
  async (_name, { from, subject, head = [], body, isReturned = true, permanent }) => {
    const lines = [
      `From: ${from}`,
      `Subject: ${subject}`,
      "Content-Type: text/plain; charset=utf-8",
      ...head,
      "",
      ...body,
    ];
    expect(decideVerdict(await parseLines(...lines, ...(isReturned ? RETURNED : [])), null)).toMatchObject({
      kind: "bounce",
      permanent,
      originalMessageId: "d1.k@acme.example",
    });
  },
);

describe("no bounce is", () => {
  test.each([
    [
      "what a person writes of a lost mail",
      "Marie <marie@example.com>",
      "Mail delivery problem",
      "My mail could not be delivered. Message-ID: <x@y.example>",
    ],
    [
      "what the keeper of a list writes",
      "Max <acme-owner@lists.example.org>",
      "Your message",
      "It was rejected because only members may post. Shall I add you?",
    ],
    [
      "a shop's notice that nobody answers",
      "no-reply@shop.example",
      "Your parcel could not be delivered",
      "The parcel was not delivered. Message-ID: <1@shop.example>",
    ],
    ["a person in Japanese", "marie@example.jp", "Re: メール不達通知", "メールが届きませんでした。"],
  ])("%s", async (_what, from, subject, text) => {
    const mail = await parseLines(
      `From: ${from}`,
      `Subject: ${subject}`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      text,
    );
    expect(decideVerdict(mail, { from: "someone@example.com" }).kind).toBe("person");
  });

  test("the result of a list program's commands: a machine's answer", async () => {
    const mail = await parseLines(
      "From: Majordomo@example.org",
      "Subject: Majordomo results: x",
      "",
      ">>>> hello",
      "**** Command not recognized.",
    );
    expect(decideVerdict(mail, { from: "majordomo@example.org" })).toEqual({
      kind: "auto-reply",
      because: "machine-sender",
    });
  });
});

test.each([
  ["550 5.1.8 Sender address rejected: Domain not found", false],
  ["550 refused due to recipient preferences", false],
  ["550 Message rejected due to user rules", false],
  ["due to extended inactivity new mail is not currently being accepted for this mailbox", false],
  ["550 5.7.1 Unable to relay for marie@example.com", false],
  ["452 Insufficient system storage", false],
  ["450 4.1.1 Recipient address rejected: unverified address", false],
  ["550 Utilisateur inconnu", true],
  ["The user you tried to reach is unknown", true],
  ["550 undeliverable address", true],
])("an address is dead for good by the words %s: %s", async (said, permanent) => {
  const mail = await parseLines(
    "From: mailer-daemon@example.com",
    "Subject: Returned mail",
    "",
    `<marie@example.com>: ${said}`,
  );
  expect(decideVerdict(mail, null)).toMatchObject({ kind: "bounce", permanent });
});
