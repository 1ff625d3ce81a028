import { describe, expect, test } from "vitest";
import { aMail } from "../../../../test/support/mail/mail.ts";
import { readDeliveryStatus, readInlineStatus } from "./delivery-status.ts";
import { readJsonNotice } from "./json-notice.ts";
import { decideReason, isPermanent, wordedReason } from "./reason.ts";
import { isRefusedAfterRecipient } from "./refused-after-recipient.ts";
import { readReturned } from "./returned-message.ts";
import { findBounceSign } from "./signs.ts";
import { findSmtpAnswer } from "./smtp-answer.ts";
import { findStatus, formatStatus, parseStatus } from "./status.ts";

const part = (contentType: string, text: string) => ({
  filename: null,
  contentType,
  disposition: null,
  contentId: null,
  bytes: new Uint8Array(),
  related: false,
  text,
});

describe("a status code", () => {
  test.each([
    ["5.1.1", "5.1.1"],
    [" 4.4.7 (delivery time expired)", "4.4.7"],
    ["5.1.351", "5.1.351"],
  ])("%s is read", (value, status) => {
    const found = parseStatus(value);
    expect(found === null ? null : formatStatus(found)).toBe(status);
  });

  test.each(["", "3.1.1", "5.1", "5.1.1.1", "511", "x5.1.1"])("%s is none", (value) => {
    expect(parseStatus(value)).toBeNull();
  });

  test.each(["connect to 5.1.1.8 failed", "version 5.9.12", "mailer v4.2.1"])(
    "in running text, none is found in %s",
    (text) => {
      expect(findStatus(text)).toBeNull();
    },
  );
});

describe("a server's answer is found", () => {
  test.each([
    ["at the start of a line", "<marie@example.com>:\n550 5.1.1 unknown", 550],
    ["after a colon", "host mx.example.com[192.0.2.5] said: 452-4.2.2 full", 452],
    ["as a labelled code", "Invalid Address, ERROR_CODE :550, ERROR_CODE :5.2.1", 550],
    ["in brackets", "(reason: 553 5.1.3 bad)", 553],
    ["after a mark", "#550 5.1.1 RESOLVER.ADR.RecipNotFound", 550],
  ])("%s", (_where, text, code) => {
    expect(findSmtpAnswer(text)?.code).toBe(code);
  });

  test.each(["We sent 550 parcels", "queued for 450 minutes", "room 550", "192.0.2.5: 500 messages"])(
    "but not in %s",
    (text) => {
      expect(findSmtpAnswer(text)).toBeNull();
    },
  );

  test("and ends where the next recipient's begins", () => {
    expect(findSmtpAnswer("a@example.com: 550 5.1.1 user unknown\nb@example.com: 552 5.2.2 full")?.text).not.toContain(
      "full",
    );
  });
});

describe("the reason in words", () => {
  test.each([
    ["550 5.1.1 <x@example.com>: Recipient address rejected: User unknown in local recipient table", "unknown-address"],
    ["550 No such user here", "unknown-address"],
    [
      "Host or domain name not found. Name service error for name=example.invalid type=A: Host not found",
      "unknown-host",
    ],
    ["user has moved to another server", "moved"],
    ["556 domain example.com does not accept mail (nullMX)", "takes-no-mail"],
    ["552 5.2.2 The email account that you tried to reach is over quota", "mailbox-full"],
    ["552 5.3.4 Message size exceeds fixed limit", "too-large"],
    ["554 5.7.1 This message has been blocked because it looks like spam", "spam"],
    ["550 5.7.26 This mail is unauthenticated, DMARC policy", "blocked"],
    ["554 5.7.1 Relay access denied", "blocked"],
    ["450 4.7.1 Client host rejected: cannot find your reverse hostname", "blocked"],
    ["421 4.7.0 Try again later, too many connections from your address", "too-fast"],
    ["550 5.2.1 The account is disabled", "disabled"],
    ["Message expired: unable to deliver in 840 minutes", "expired"],
    ["connect to mx.example.com[192.0.2.5]:25: Connection refused", "network"],
    ["451 4.3.0 Local error in processing", "system"],
    ["550 5.1.1 See https://example.com/help/mailbox-full/spam", null],
    ["mailbox-full@example.com: 550 5.0.0 refused", null],
  ] as const)("%s: %s", (text, reason) => {
    expect(wordedReason(text)).toBe(reason);
  });

  test.each([
    ["5.1.1", "unknown-address", true],
    ["5.1.2", "unknown-host", true],
    ["5.1.10", "takes-no-mail", true],
    ["5.2.1", "unknown-address", true],
    ["5.2.2", "mailbox-full", false],
    ["4.2.1", "disabled", false],
    ["5.7.1", "blocked", false],
    ["4.4.7", "expired", false],
  ] as const)("without words %s means %s", (code, reason, isDead) => {
    expect(decideReason("", parseStatus(code))).toBe(reason);
    expect(isPermanent(reason)).toBe(isDead);
  });
});

describe("user unknown after the recipient was taken", () => {
  const notice = "host mx said: 550 User unknown (in reply to end of DATA command)";

  test("is a filter's word", () => {
    expect(isRefusedAfterRecipient("550 User unknown", notice, parseStatus("5.0.0"))).toBe(true);
  });

  test("is believed with an address code, with an explanation, or before the text was sent", () => {
    expect(isRefusedAfterRecipient("550 5.1.1 User unknown", notice, parseStatus("5.1.1"))).toBe(false);
    expect(isRefusedAfterRecipient("554 this user doesn't have an account here", notice, null)).toBe(false);
    expect(isRefusedAfterRecipient("550 User unknown", "in reply to RCPT TO command", null)).toBe(false);
  });
});

describe("report fields", () => {
  const fields =
    "Reporting-MTA: dns; mx.example.com\n\nOriginal-Recipient: rfc822;m@example.com\nFinal-Recipient: RFC822; <marie@example.com>\nAction: Failed\nStatus: 5.1.1 (bad)\nDiagnostic-Code: smtp; 550 5.1.1\n unknown";

  test("are read with comments, types and folding", () => {
    expect(readDeliveryStatus(aMail({ attachments: [part("message/delivery-status", fields)] }))).toEqual({
      recipients: [
        {
          action: "failed",
          status: { class: 5, subject: 1, detail: 1 },
          recipient: "marie@example.com",
          diagnostic: "550 5.1.1 unknown",
        },
      ],
      originalMessageId: null,
    });
  });

  test("are found in the text where a gateway put them there", () => {
    expect(readInlineStatus(`Something failed.\n${fields}`)?.recipients).toHaveLength(1);
    expect(readInlineStatus("no fields")).toBeNull();
  });

  test("a mail without them has none", () => {
    expect(readDeliveryStatus(aMail())).toBeNull();
  });
});

describe("the mail that came back", () => {
  test("is told by its headers, in a part or under the line that announces it", () => {
    const headers = "Message-ID: <d1.k@acme.example>\nTo: marie@example.com\n\nHello";
    expect(readReturned(aMail({ attachments: [part("message/rfc822", headers)] }))).toMatchObject({
      messageId: "d1.k@acme.example",
      to: "marie@example.com",
    });
    expect(readReturned(aMail({ text: `Sorry.\n--- Original message follows.\n\n${headers}` }))).toMatchObject({
      messageId: "d1.k@acme.example",
      notice: expect.not.stringContaining("Message-ID"),
    });
  });

  test("folded, quoted or bare ids are read", () => {
    for (const line of [
      "Message-ID:\n <d1.k@acme.example>",
      "> Message-Id: <d1.k@acme.example>",
      "Message-ID: d1.k@acme.example",
    ]) {
      expect(readReturned(aMail({ attachments: [part("text/rfc822-headers", line)] })).messageId).toBe(
        "d1.k@acme.example",
      );
    }
  });

  test("of a bounce that came back itself, the first mail counts", () => {
    const inner =
      "Content-Type: multipart/report; boundary=x\nMessage-ID: <bounce@mx.example>\n\n--x\n\nMessage-ID: <d1.k@acme.example>\n";
    expect(readReturned(aMail({ attachments: [part("message/rfc822", inner)] })).messageId).toBe("d1.k@acme.example");
  });
});

describe("a notice in JSON", () => {
  const event = {
    notificationType: "Bounce",
    bounce: {
      bounceType: "Permanent",
      bouncedRecipients: [
        { emailAddress: "marie@example.com", status: "5.1.1", diagnosticCode: 'smtp; 550 5.1.1 "marie} unknown' },
      ],
    },
    mail: { messageId: "0100-abc", commonHeaders: { messageId: "<d1.k@acme.example>" } },
  };
  const text = `${JSON.stringify(event)}\n\n--\nIf you wish to stop receiving notifications {…}`;

  test("of Amazon's is read", () => {
    expect(readJsonNotice(aMail({ text, from: [{ name: "", address: "no-reply@sns.amazonaws.com" }] }))).toMatchObject({
      kind: "bounce",
      status: "5.1.1",
      recipient: "marie@example.com",
      isPermanent: true,
      originalMessageId: "d1.k@acme.example",
    });
  });

  test("that a person pasted is a person's text", () => {
    expect(readJsonNotice(aMail({ text }))).toBeNull();
    expect(
      readJsonNotice(aMail({ text, from: [{ name: "", address: "eve@sns.amazonaws.com.evil.example" }] })),
    ).toBeNull();
  });

  test.each(["", "{", "{}", '{"notificationType":5}', '{"Message":"{broken"}', "[[[[", '"{'])(
    "that is broken is none: %s",
    (broken) => {
      expect(
        readJsonNotice(aMail({ text: broken, from: [{ name: "", address: "no-reply@sns.amazonaws.com" }] })),
      ).toBeNull();
    },
  );
});

describe("a sign of a bounce", () => {
  test("is a status part from a mail system, not one that a person attached", () => {
    const attachments = [part("message/delivery-status", "Status: 5.1.1")];
    expect(findBounceSign(aMail({ attachments }), { from: "marie@example.com" })).toBeNull();
    expect(findBounceSign(aMail({ attachments }), { from: null })).toBe("daemon-with-status");
  });

  test("is the header of failed recipients only from a mail system", () => {
    const head = { "X-Failed-Recipients": "marie@example.com" };
    expect(findBounceSign(aMail({ head }), { from: "marie@example.com" })).toBeNull();
    expect(findBounceSign(aMail({ head }), { from: null })).toBe("failed-recipients-header");
  });

  test("from a postmaster takes more than a subject", () => {
    const from = [{ name: "", address: "postmaster@example.com" }];
    const envelope = { from: "postmaster@example.com" };
    expect(
      findBounceSign(aMail({ from, subject: "Delivery problem", text: "Shall we talk tomorrow?" }), envelope),
    ).toBeNull();
    expect(findBounceSign(aMail({ from, subject: "Delivery problem", text: "550 no such user" }), envelope)).toBe(
      "postmaster-says-so",
    );
  });
});
