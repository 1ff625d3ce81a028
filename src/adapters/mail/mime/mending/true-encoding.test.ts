/** A body is read in the encoding that it shows itself to be in, whatever its header calls it. */
import { describe, expect, test } from "vitest";
import { growthOf, LINEAR } from "../../../../../test/support/growth.ts";
import { latin1 } from "../../../../../test/support/mail/mail.ts";
import { multipart, part, shown, shownOf } from "../../../../../test/support/mail/shown.ts";
import { mend } from "./mend.ts";

const WORDS = "À bientôt: the lamp comes on Friday, I hope.";
const PLAIN = "text/plain; charset=utf-8";
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const lines = (code: string): string => (code.match(/.{1,76}/g) ?? []).join("\r\n");
const encodedBy = (encoding: string): string => `Content-Transfer-Encoding: ${encoding}`;
const textOf = async (mail: string): Promise<string> => (await shown(mail)).text;

describe("base64 that does not say so", () => {
  test.each([
    ["in a mail that says nothing of itself", `\r\n${base64("Friday is fine.")}\r\n`, "Friday is fine."],
    ["in a mail that is a text", part(PLAIN, base64(WORDS)), WORDS],
    ["on several lines", part(PLAIN, lines(base64(`${WORDS} `.repeat(9)))), `${WORDS} `.repeat(9).trim()],
    ["that calls itself seven bits", part(PLAIN, base64(WORDS), encodedBy("7bit")), WORDS],
    ["that calls itself eight bits", part(PLAIN, base64(WORDS), encodedBy("8bit")), WORDS],
    ["in parts", multipart("mixed", part(PLAIN, base64(WORDS)), part(PLAIN, "Marie")), `${WORDS}\nMarie`],
    ["in HTML", part("text/html; charset=utf-8", base64(`<p>${WORDS}</p>`)), WORDS],
  ])("%s", async (_where, mail, text) => {
    expect(await textOf(mail)).toBe(text);
  });

  test.each([
    ["a long word", "Donaudampfschifffahrtsgesellschaft"],
    ["a word of sixteen letters", "Thankyouverymuch"],
    ["words beside it", `The code is\r\n${base64(WORDS)}`],
    ["what decodes to no text", Buffer.from([0, 1, 2, 250, 251, 252, 3, 4, 5, 6, 7, 8]).toString("base64")],
    ["a line that is cut", base64(WORDS).slice(0, -3)],
  ])("%s is none", async (_what, text) => {
    expect(await textOf(part(PLAIN, text))).toBe(text.replaceAll("\r\n", "\n"));
  });

  test("in a picture: a picture", async () => {
    const mail = multipart("mixed", part(PLAIN, WORDS), part('image/png; name="a.png"', base64("picture of a lamp")));
    expect((await shown(mail)).files).toEqual(["a.png: picture of a lamp"]);
  });

  test("in a file of text: as it was sent", async () => {
    const code = base64("a key, as text");
    const mail = multipart("mixed", part(PLAIN, WORDS), part('text/plain; name="key.txt"', code));
    expect((await shown(mail)).files).toEqual([`key.txt: ${code}`]);
  });
});

describe("base64 in the letters of addresses (RFC 4648 §5)", () => {
  const text = "Größe ??>> ÿÿ~~~ ok";
  const code = Buffer.from(text).toString("base64url");

  test.each(["base64url", "base64-url", "base64"])("called %s", async (name) => {
    expect(code).toMatch(/[-_]/);
    expect(await textOf(part(PLAIN, code, encodedBy(name)))).toBe(text);
  });

  test("of a file", async () => {
    const pdf = Buffer.concat([Buffer.from("%PDF-1.4 "), Buffer.from([0xfb, 0xef, 0xbe, 0xff, 0xff, 0xfe])]);
    const file = part("application/pdf; name=a.pdf", pdf.toString("base64url"), encodedBy("base64"));
    expect((await shown(multipart("mixed", part(PLAIN, WORDS), file))).files).toEqual([
      `a.pdf: ${pdf.toString("latin1")}`,
    ]);
  });

  test("of a subject", async () => {
    expect((await shownOf(Buffer.from(`Subject: =?utf-8?B?${code}?=\r\n\r\nHello`))).mail.subject).toBe(text);
  });

  test("a line drawn below ordinary base64 is none", async () => {
    expect(await textOf(part(PLAIN, `${base64(WORDS)}\r\n\r\n____________\r\nList`, encodedBy("base64")))).toContain(
      WORDS,
    );
  });
});

describe("quoted-printable", () => {
  const BROKEN = "This line is long enough that a program has to break it, and it does it=\r\n right here.";

  test.each([
    ["of UTF-8", part(PLAIN, "Gr=C3=B6=C3=9Fe 3 =3D three"), "Größe 3 = three"],
    ["of one byte a letter, on broken lines", `Gr=F6=DFe. ${BROKEN}`, "Größe. "],
    ["of HTML", part("text/html; charset=utf-8", '<p class=3D"x">Friday</p>'), "Friday"],
    ["that calls itself seven bits", part(PLAIN, "Gr=C3=B6=C3=9Fe", encodedBy("7bit")), "Größe"],
  ])("that does not say so: %s", async (_what, mail, text) => {
    const whole = mail.includes("\r\n\r\n") ? mail : part("text/plain; charset=iso-8859-1", mail);
    expect(await textOf(whole)).toContain(text);
  });

  test.each(["width=20 and height=B5", "https://shop.example/?id=4F", "a=C3=B6?", "x = 20", "2=2", "é and =C3=A9"])(
    "what may be meant so stays: %s",
    async (text) => {
      expect(await textOf(part(PLAIN, text))).toBe(text.startsWith("a=") ? "a\u00F6?" : text);
    },
  );

  test("white space behind a soft break is of the way (RFC 2045 §6.7)", async () => {
    const body = "one line=  \r\n goes on=\t\r\n here = there";
    expect(await textOf(part(PLAIN, body, encodedBy("quoted-printable")))).toBe("one line goes on here = there");
  });
});

test.each([
  ["code", "QUJD".repeat(19)],
  ["soft breaks", `${"= ".repeat(38)}=`],
  ["hex", "=C3=A".repeat(15)],
  ["dashes", "a-_".repeat(25)],
])("lines of %s cost as much as they are long", async (_what, line) => {
  const mended = (count: number) => mend(latin1(`Subject: x\r\n\r\n${`${line}\r\n`.repeat(count)}`));
  expect(await growthOf(mended, 2_000)).toBeLessThan(LINEAR);
});
