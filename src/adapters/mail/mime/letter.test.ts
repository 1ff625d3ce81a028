/** What is a letter though its sender has called it by another name, and what is a file all the same. */
import { describe, expect, test } from "vitest";
import { multipart, part, shown } from "../../../../test/support/mail/shown.ts";

const WORDS = "Friday suits me, à 5 h.";
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><p>${WORDS}</p></body></html>`;
const RTF = "{\\rtf1\\ansi Friday suits me, \\'e0 5 h.}";
const TEXT = part("text/plain; charset=utf-8", WORDS);

describe("is read as words", () => {
  test.each([
    ["XHTML alone", part("application/xhtml+xml; charset=utf-8", XHTML)],
    [
      "XHTML beside a text without words",
      multipart("alternative", part("text/plain", ""), part("application/xhtml+xml; charset=utf-8", XHTML)),
    ],
    ["RTF alone", part("application/rtf", RTF)],
    ["RTF by its older name", part("application/x-rtf", RTF)],
    ["a text whose name is nothing", multipart("mixed", part('text/plain; charset=utf-8; name=""', WORDS))],
    [
      "a text whose file name is nothing",
      multipart("mixed", part("text/plain; charset=utf-8", WORDS, 'Content-Disposition: inline; filename=" "')),
    ],
  ])("%s", async (_what, mail) => {
    expect(await shown(mail)).toMatchObject({ text: WORDS, files: [] });
  });
});

describe("is a file", () => {
  test.each([
    ["XHTML with a name", part('application/xhtml+xml; name="a.xhtml"', XHTML)],
    ["RTF that is attached", part("application/rtf", RTF, "Content-Disposition: attachment")],
    ["a PDF without a name", part("application/pdf", "pdf")],
  ])("%s", async (_what, file) => {
    const { text, mail } = await shown(multipart("mixed", TEXT, file));
    expect([text, mail.attachments.map(({ contentType }) => contentType)]).toEqual([
      WORDS,
      [/: ([a-z+/-]+)/.exec(file)?.[1]],
    ]);
  });
});

describe("an encoding is known by what is meant", () => {
  const QP = "Friday suits me, =C3=A0 5 =\r\nh.";
  const CODE = Buffer.from(WORDS).toString("base64");

  test.each([
    ["quoted printable", QP],
    ["Quoted_Printable", QP],
    ["quotedprintable", QP],
    ['"quoted-printable"', QP],
    ["base-64", CODE],
    ["BASE_64", CODE],
    ["base 64", CODE],
    ["8-bit", WORDS],
    ["utf-8", WORDS],
  ])("%s", async (encoding, body) => {
    const mail = part("text/plain; charset=utf-8", body, `Content-Transfer-Encoding: ${encoding}`);
    expect((await shown(mail)).text).toBe(WORDS);
    expect((await shown(multipart("mixed", mail))).text).toBe(WORDS);
  });
});
