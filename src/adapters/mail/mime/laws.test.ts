import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { corpusFolder, readCorpusFolder } from "../../../../test/support/mail/corpora.ts";
import { latin1 } from "../../../../test/support/mail/mail.ts";
import { parseMime } from "../mime-in.ts";

const expectWhole = async (raw: Uint8Array): Promise<void> => {
  const mail = await parseMime(raw);
  const strings = [
    mail.subject,
    mail.text ?? "",
    mail.html ?? "",
    mail.messageId ?? "",
    ...mail.from.flatMap((from) => [from.name, from.address]),
  ];
  for (const text of strings) {
    expect(text).not.toContain("\0");
    expect(text.isWellFormed()).toBe(true);
  }
  for (const [key, values] of mail.headers) {
    expect(key).toMatch(/^[!-9;-~]+$/);
    for (const text of values) expect(text).not.toMatch(/[\r\n\0]/);
  }
  for (const { filename } of mail.attachments) expect(filename ?? "a").not.toMatch(/[/\\\0]|^\.|^$/);
};

describe("whatever the bytes", () => {
  const name = fc.constantFrom(
    "From",
    "To",
    "Subject",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "Message-ID",
    "References",
    "Date",
    "X\0Y",
    "",
    "MIME-Version",
  );
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "multipart/mixed; boundary=b",
      'multipart/alternative; boundary="b',
      "text/html; charset=utf-7",
      "message/rfc822",
      "base64",
      "quoted-printable",
      "<a@b>",
      "=?utf-8?b?////?=",
      "attachment; filename*=x''%ff%00",
      'a:b;,<>"(',
      "text/plain; format=flowed",
    ),
  );
  const headerLine = fc
    .tuple(name, fc.constantFrom(": ", ":", " ", ":\r\n ", ""), value)
    .map((pieces) => pieces.join(""));
  const bodyLine = fc.oneof(
    fc.constantFrom("--b", "--b--", "", "> q ", "=3D=", "AAAA"),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  const soup = fc
    .tuple(fc.array(fc.oneof(headerLine, bodyLine), { maxLength: 40 }), fc.constantFrom("\r\n", "\n", "\r"))
    .map(([lines, end]) => latin1(lines.join(end)));

  test("random bytes are answered with a whole mail", () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), expectWhole), { numRuns: 150 }));

  test("any header soup is answered with a whole mail", () =>
    fc.assert(fc.asyncProperty(soup, expectWhole), { numRuns: 300 }));
});

const mime = corpusFolder("mime");

test.skipIf(mime === null)("odd and broken mail of three other parsers is read, none of it thrown", async () => {
  const mails = readCorpusFolder(mime);
  expect(mails.length).toBeGreaterThan(100);
  let withWords = 0;
  for (const { bytes } of mails) {
    const mail = await parseMime(bytes);
    expect(mail.unreadable).toBeNull();
    if ((mail.text ?? mail.html ?? "").trim() !== "") withWords += 1;
  }
  // The others have no words: images, attached mails, empty parts.
  expect(withWords / mails.length).toBeGreaterThanOrEqual(0.85);
});
