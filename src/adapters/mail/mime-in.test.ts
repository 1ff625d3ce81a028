import { describe, expect, test } from "vitest";
import { bytesOf, latin1, parseLines } from "../../../test/support/mail/mail.ts";
import { parseMime } from "./mime-in.ts";

const multipart = (type: string, ...parts: readonly string[]): string =>
  [
    `Content-Type: multipart/${type}; boundary=edge`,
    "",
    ...parts.flatMap((part) => ["--edge", part]),
    "--edge--",
    "",
  ].join("\r\n");

const attached = async (...head: readonly string[]) =>
  (await parseLines(multipart("mixed", "\r\nsee below", [...head, "", "AAAA"].join("\r\n")))).attachments[0];

test("reads who wrote, to whom, what it answers and when", async () => {
  const mail = await parseLines(
    "Return-Path: <marie@example.com>",
    "Delivered-To: reply+token@acme.example",
    "X-Original-To: team@acme.example",
    'From: "Dupont, Marie" <marie@example.com>',
    "To: =?utf-8?q?L=C3=A9o?= <leo@acme.example>, Friends: a@example.org, b@example.org;",
    "Message-ID: <one@example.com>",
    "In-Reply-To: <two@acme.example>",
    "References: <first@acme.example>",
    " <two@acme.example>",
    "Subject: =?utf-8?b?w4l0w6k=?=",
    "Date: Thu, 1 Jan 2026 12:00:00 +0100",
    "",
    "Bonjour",
  );
  expect(mail).toMatchObject({
    from: [{ name: "Dupont, Marie", address: "marie@example.com" }],
    to: [{ name: "Léo", address: "leo@acme.example" }, { address: "a@example.org" }, { address: "b@example.org" }],
    deliveredTo: [{ address: "reply+token@acme.example" }],
    originalTo: [{ address: "team@acme.example" }],
    returnPath: "marie@example.com",
    messageId: "one@example.com",
    inReplyTo: ["two@acme.example"],
    references: ["first@acme.example", "two@acme.example"],
    subject: "Été",
    date: Date.UTC(2026, 0, 1, 11),
    text: "Bonjour",
    unreadable: null,
  });
});

test("the null sender is told from no sender", async () => {
  expect((await parseLines("Return-Path: <>", "", "x")).returnPath).toBe("");
  expect((await parseLines("From: a@example.com", "", "x")).returnPath).toBeNull();
});

describe("the words", () => {
  test("of alternatives both forms are kept, each once", async () => {
    const mail = await parseLines(
      multipart("alternative", "\r\nplain words", "Content-Type: text/html\r\n\r\n<p>rich words</p>"),
    );
    expect(mail.text?.trim()).toBe("plain words");
    expect(mail.html?.trim()).toBe("<p>rich words</p>");
  });

  test("a footer that a list adds as text appears in both forms", async () => {
    const mail = await parseLines(
      multipart("mixed", "Content-Type: text/html\r\n\r\n<p>hello</p>", "Content-Type: text/plain\r\n\r\nfooter <3"),
    );
    expect(mail.html).toContain("<p>hello</p>");
    expect(mail.html).toContain("footer &lt;3");
    expect(mail.text).toContain("hello");
  });

  test("windows-1252 sent under the name of UTF-8 is read as what it is", async () => {
    const mail = await parseMime(latin1("Content-Type: text/plain; charset=utf-8\r\n\r\nd\xe9j\xe0 vu \x96 \x80 5"));
    expect(mail.text).toBe("déjà vu – € 5");
  });

  test("UTF-8 sent under the name of ISO-8859-1 is read as what it is", async () => {
    const mail = await parseMime(bytesOf("Content-Type: text/plain; charset=iso-8859-1\r\n\r\ndéjà vu"));
    expect(mail.text).toBe("déjà vu");
  });

  test("an absurd charset costs nothing but its name", async () => {
    expect((await parseLines('Content-Type: text/plain; charset="x-klingon\u0000"', "", "words")).text).toBe("words");
  });

  test("soft line breaks are joined within one quote depth and never across", async () => {
    const mail = await parseLines(
      "Content-Type: text/plain; format=flowed",
      "",
      "> quoted ",
      "> text",
      "my own ",
      "words",
      "-- ",
      "Marie",
    );
    expect(mail.text).toBe("> quoted text\nmy own words\n-- \nMarie");
  });

  test("a soft break at the end of a quote does not swallow the answer below it", async () => {
    const mail = await parseLines(
      "Content-Type: text/plain; format=flowed",
      "",
      "> quoted ",
      "my words",
      ">> deep ",
      "> less",
    );
    expect(mail.text).toBe("> quoted\nmy words\n>> deep\n> less");
  });

  test("DelSp joins without the space, as for Japanese", async () => {
    const mail = await parseMime(
      bytesOf("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n今日 \r\nは"),
    );
    expect(mail.text).toBe("今日は");
  });

  test("a boundary that never comes does not lose the text", async () => {
    const mail = await parseLines("Content-Type: multipart/mixed; boundary=other", "", "still here");
    expect(mail.text).toBe("still here");
  });

  test("text without any header is all text", async () => {
    expect((await parseLines("Just words.", "More words.")).text).toBe("Just words.\nMore words.");
  });

  test("a mail that is one text is read even when called an attachment", async () => {
    expect((await parseLines("Content-Disposition: attachment; filename=a.txt", "", "read me")).text).toBe("read me");
  });

  test("NUL bytes reach no text and no header", async () => {
    const mail = await parseMime(latin1("Subject: a\0b\r\nX-Note: c\0d\r\n\r\nhe\0llo"));
    expect(mail).toMatchObject({ subject: "a b", text: "hello" });
    expect(mail.headers.get("x-note")).toEqual(["c d"]);
  });
});

describe("attachments", () => {
  test("a name in encoded words is read, though a slash stands in their letters", async () => {
    const name = "Re\u00e7u \u00ff?\u00ff?.pdf";
    const words = `=?utf-8?B?${Buffer.from(name).toString("base64")}?=`;
    expect(words).toContain("/");
    expect(await attached(`Content-Type: application/pdf; name="${words}"`)).toMatchObject({
      filename: name.replaceAll("?", "_"),
    });
  });

  test("a continued and encoded name is put together (RFC 2231)", async () => {
    const part = await attached(
      "Content-Type: application/pdf",
      "Content-Disposition: attachment;",
      " filename*0*=utf-8''%E2%82%AC%20; filename*1=rates.pdf",
    );
    expect(part).toMatchObject({ filename: "€ rates.pdf", contentType: "application/pdf", disposition: "attachment" });
  });

  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\\\Users\\\\me\\\\report.doc", "report.doc"],
    ["invoice\u202Efdp.exe", "invoicefdp.exe"],
    [".htaccess", "htaccess"],
    ["con.txt", "_con.txt"],
    ["a, b; c.pdf", "a, b; c.pdf"],
    ['a<b>"c|?*.txt', "a_b_"],
  ])("the name %s becomes %s", async (given, cleaned) => {
    const part = await attached(
      "Content-Type: application/octet-stream",
      `Content-Disposition: attachment; filename="${given}"`,
    );
    expect(part?.filename).toBe(cleaned);
  });

  test("a very long name keeps its ending", async () => {
    const part = await attached(
      "Content-Type: image/png",
      `Content-Disposition: attachment; filename="${"é".repeat(300)}.png"`,
    );
    expect(part?.filename?.length).toBeLessThanOrEqual(80);
    expect(part?.filename).toMatch(/é\.png$/);
  });

  test("winmail.dat stays an attachment", async () => {
    expect(await attached('Content-Type: application/ms-tnef; name="winmail.dat"')).toMatchObject({
      filename: "winmail.dat",
      contentType: "application/ms-tnef",
    });
  });

  test("an image of the HTML is told by its Content-ID", async () => {
    const mail = await parseLines(
      multipart(
        "related",
        "Content-Type: text/html\r\n\r\n<img src=cid:logo@x>",
        "Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA",
      ),
    );
    expect(mail.attachments).toMatchObject([{ contentId: "logo@x", related: true, contentType: "image/png" }]);
    expect(mail.attachments[0]?.bytes).toEqual(new Uint8Array(3));
  });

  test("an attached mail is an attachment and not the text", async () => {
    const mail = await parseLines(
      multipart("mixed", "\r\nlook", "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner words"),
    );
    expect(mail.text?.trim()).toBe("look");
    expect(mail.attachments).toMatchObject([
      { contentType: "message/rfc822", text: expect.stringContaining("inner words") },
    ]);
  });
});

describe("header injection", () => {
  test("an encoded line break in a subject or a name stays in its line", async () => {
    const mail = await parseLines(
      "Subject: =?utf-8?q?a=0D=0ABcc:_b@example.com?=",
      "From: =?utf-8?q?x=0D=0AEvil:_1?= <a@example.com>",
      "",
      "x",
    );
    expect(mail.subject).toBe("a  Bcc: b@example.com");
    expect(mail.from[0]?.name).not.toMatch(/[\r\n]/);
    expect(mail.headers.has("bcc")).toBe(false);
  });

  test("a bare carriage return starts no header", async () => {
    const mail = await parseMime(latin1("Subject: a\rFrom: evil@example.com\r\n\r\nx"));
    expect(mail.from).toEqual([]);
    expect(mail.subject).toBe("a From: evil@example.com");
  });
});
