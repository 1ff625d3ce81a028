/** Words are chosen by what is said: whatever a program puts around or beside them, they are what is shown. */
import { describe, expect, test } from "vitest";
import { bytesOf, latin1 } from "../../../../test/support/mail/mail.ts";
import { multipart, part, shown, shownOf } from "../../../../test/support/mail/shown.ts";
import { parseMime } from "../mime-in.ts";

const HEAD = "Subject: the subject\r\n";
const PLAIN = part("text/plain; charset=utf-8", "Friday suits me.");
const html = (text: string): string => part("text/html; charset=utf-8", text);
const LOG = expect.stringMatching(/^device[.]log: /);
const PICTURE = expect.stringMatching(/^a[.]png: /);
const QUOTE = '<blockquote type="cite">It left yesterday with the carrier.</blockquote>';

const related = (markup: string) =>
  multipart(
    "related",
    html(markup),
    part('image/png; name="a.png"', "AAAA", "Content-ID: <a@b>", "Content-Transfer-Encoding: base64"),
  );

describe("of alternatives the one that says something", () => {
  test.each([
    ["an empty body", "<html><body></body></html>"],
    ["nothing at all", ""],
    ["a pixel", '<img src="https://t.example/1" style="display:none;width:1px;height:1px">'],
    ["a pixel that is not hidden", '<img src="https://t.example/1" width=1 height=1 alt="">'],
    ["a style sheet", "<html><head><style>p { color: red }</style></head><body></body></html>"],
    ["a style sheet in the body", "<body><style>p { color: red }</style><p></p></body>"],
    ["a script", "<script>words()</script>"],
    ["a title", "<head><title>Mail</title></head>"],
    ["a comment", "<!-- words -->"],
    ["an empty paragraph", "<p>&nbsp;</p><div><br></div>"],
    ["zero-width marks", "<p>&#8203;&zwnj;&shy;&#xFEFF;&#847;</p>"],
    ["a hidden preview", '<div style="display:none">Preview of the mail</div>'],
    ["a preview without height", '<div style="max-height:0;overflow:hidden">Preview</div>'],
    ["a preview of no size", '<span style="font-size:0px">Preview</span>'],
    ["a preview that shines through", '<span style="opacity:0">Preview</span>'],
    ["an invisible preview", '<span style="visibility: hidden">Preview</span>'],
    ["the attribute hidden", "<p hidden>Preview</p>"],
    ["the quote alone", QUOTE],
    [
      "the quote and its introduction",
      `<div class="gmail_quote"><div class="gmail_attr">On Sun, Acme wrote:<br></div>${QUOTE}</div>`,
    ],
    [
      "the quote of Outlook",
      '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Acme<br><b>Sent:</b> Sunday<br><b>To:</b> Marie<br><b>Subject:</b> x</div><div>It left</div>',
    ],
    ["a mobile signature and the quote", `<p>Sent from my iPhone</p>${QUOTE}`],
  ])("HTML of %s leaves the plain text", async (_what, markup) => {
    expect((await shown(multipart("alternative", PLAIN, html(markup)))).text).toBe("Friday suits me.");
    expect((await shown(multipart("alternative", html(markup), PLAIN))).text).toBe("Friday suits me.");
    expect((await shown(multipart("mixed", multipart("alternative", PLAIN, html(markup))))).text).toBe(
      "Friday suits me.",
    );
  });

  test.each([
    ["nothing", ""],
    ["spaces", "  \r\n\t \r\n"],
    ["no-break spaces", "\u00A0\u00A0"],
    ["zero-width marks", "\u200B\uFEFF\u2060"],
    ["the quote alone", "> It left yesterday"],
    ["the place of a picture", "[image: photo.jpg]"],
  ])("plain text of %s leaves the HTML", async (_what, text) => {
    const plain = part("text/plain; charset=utf-8", text);
    expect((await shown(multipart("alternative", plain, html("<p>Friday suits me.</p>")))).text).toBe(
      "Friday suits me.",
    );
  });

  test("HTML in which layouts have no letters between the columns is read", async () => {
    const markup = '<td style="font-size:0px"><div style="font-size:13px">Friday suits me.</div></td>';
    expect((await shown(multipart("alternative", part("text/plain", "other"), html(markup)))).text).toBe(
      "Friday suits me.",
    );
  });

  test("HTML with its pictures around it counts by its words", async () => {
    const empty = await shown(multipart("alternative", PLAIN, related("<body></body>")));
    expect(empty).toMatchObject({ text: "Friday suits me.", files: [PICTURE] });
    const full = await shown(multipart("alternative", PLAIN, related('<p>Rich words</p><img src="cid:a@b">')));
    expect(full).toMatchObject({ text: "Rich words", files: [PICTURE] });
  });

  test("words beside HTML of a picture alone are the answer, and the picture comes along", async () => {
    const picture = part('image/png; name="a.png"', "AAAA", "Content-ID: <a@b>", "Content-Transfer-Encoding: base64");
    const mail = multipart("related", multipart("alternative", PLAIN, html('<img src="cid:a@b">')), picture);
    expect(await shown(mail)).toMatchObject({ text: "Friday suits me.", files: [PICTURE] });
  });

  test("a picture alone is the answer, whatever stands in its place in the plain text", async () => {
    const plain = part("text/plain", "[cid:a@b]");
    const picture = part('image/png; name="a.png"', "AAAA", "Content-ID: <a@b>", "Content-Transfer-Encoding: base64");
    const mail = multipart("related", multipart("alternative", plain, html('<img src="cid:a@b">')), picture);
    expect(await shown(mail)).toMatchObject({ text: "", files: [PICTURE] });
  });

  test("the subject is said only where no part has a word", async () => {
    expect((await shown(multipart("alternative", part("text/plain", " "), html("<p>&nbsp;</p>")))).text).toBe(
      "the subject",
    );
    expect((await shown(part("text/plain; charset=utf-8", "\u200B\u00A0"))).text).toBe("the subject");
  });

  test("HTML without words stays to be looked at where there is nothing else", async () => {
    const { mail } = await shown(
      multipart("alternative", part("text/plain", ""), html('<img src="https://x.example/banner.png">')),
    );
    expect(mail.html).toContain("banner.png");
  });
});

describe("a type is read as far as it is one", () => {
  const WORDS = "Größe, merci";
  test.each([
    "text",
    "plain",
    "text/plain charset=utf-8",
    'text/plain charset="utf-8"',
    "text/plain, charset=utf-8",
    "text/plain;; charset=utf-8",
    "text/plain;charset=utf-8;",
    "TEXT/PLAIN; CHARSET=UTF-8",
    '"text/plain"; charset=utf-8',
    "text / plain; charset=utf-8",
    "text/plain; charset = utf-8",
    'text/plain; charset="utf-8',
    "text/plain; charset='utf-8'",
    "text/plain; (a comment) charset=utf-8",
    "text/markdown; charset=utf-8",
    "text/x-web-markdown",
    "text/x-unheard-of",
    "text/csv",
    "unknown/unknown",
    "x-unknown/words",
    "foo",
    "",
    ";",
    "/",
    "application/octet-stream",
    "7bit",
  ])("%s", async (type) => {
    expect(await shown(part(type, WORDS, "Content-Transfer-Encoding: 8bit"))).toMatchObject({ text: WORDS, files: [] });
    expect(await shown(`MIME-Version: 1.0\r\n\r\n${WORDS}`)).toMatchObject({ text: WORDS, files: [] });
  });

  test("of two Content-Type fields the one that is one", async () => {
    const mail = `Content-Type: text\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>${WORDS}</p>`;
    expect((await shown(mail)).text).toBe(WORDS);
    const same = `Content-Type: text/plain; charset=utf-8\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n${WORDS}`;
    expect((await shown(same)).text).toBe(WORDS);
  });

  test("HTML that nobody calls so is read as HTML, and words with a bracket are not", async () => {
    expect((await shown("Content-Type: text\r\n\r\n<html><body><p>Hello</p></body></html>")).text).toBe("Hello");
    expect((await shown("\r\n<!DOCTYPE html><p>Hello</p>")).text).toBe("Hello");
    expect((await shown("\r\n<3 your lamp")).text).toBe("<3 your lamp");
  });

  test.each([
    [
      "text/enriched",
      "<bold>Hello</bold> and\r\nwelcome <<3\r\n\r\n<color><param>red</param>Red</color>",
      "Hello and welcome <3\nRed",
    ],
    ["text/richtext", "<bold>Hello</bold> and\r\nwelcome<nl>1 <lt> 2", "Hello and welcome\n1 < 2"],
    ["text/rtf", "{\\rtf1 Hello\\par you}", "Hello\nyou"],
    ["application/text", "Hello", "Hello"],
    ["text/markdown", "# Hello\r\n\r\n- one", "# Hello\n\n- one"],
    ["text/plain; format=flowed", "Hello \r\nand welcome", "Hello and welcome"],
    ["text/plain; format=flowed; delsp=yes", "Hel \r\nlo", "Hello"],
  ])("%s is read as its words", async (type, text, said) => {
    expect((await shown(part(type, text))).text).toBe(said);
  });

  test("words that are called base64 and are none are read", async () => {
    const mail = part("text/plain; charset=utf-8", "Friday suits me, Größe.", "Content-Transfer-Encoding: base64");
    expect((await shown(mail)).text).toBe("Friday suits me, Größe.");
    expect((await shown(multipart("mixed", mail))).text).toBe("Friday suits me, Größe.");
  });

  test("text of an unknown kind beside the letter is read, binary of one is a file", async () => {
    expect((await shown(multipart("mixed", PLAIN, part("text/x-note", "And a note.")))).text).toBe(
      "Friday suits me.\nAnd a note.",
    );
    const binary = await shownOf(latin1(HEAD + multipart("mixed", PLAIN, part("foo/bar", "\0\x01\x02\x03binary"))));
    expect(binary).toMatchObject({ text: "Friday suits me.", files: [expect.stringContaining("binary")] });
  });
});

describe("a text with a name is a file", () => {
  test.each([
    ["inline", 'text/plain; name="device.log"', 'Content-Disposition: inline; filename="device.log"'],
    ["without a disposition", 'text/plain; name="device.log"', "X-Note: none"],
    ["as an attachment", "text/plain", 'Content-Disposition: attachment; filename="device.log"'],
    ["in HTML", 'text/html; name="device.log"', "Content-Disposition: inline"],
    ["as markdown", 'text/markdown; name="device.log"', "Content-Disposition: inline"],
  ])("%s", async (_what, type, head) => {
    const file = part(type, "ERROR lamp off", head);
    expect(await shown(multipart("mixed", PLAIN, file))).toMatchObject({
      text: "Friday suits me.",
      files: [LOG],
    });
    expect(await shown(multipart("mixed", file, PLAIN))).toMatchObject({
      text: "Friday suits me.",
      files: [LOG],
    });
  });

  test("but where the forms of the letter have names they are the letter", async () => {
    const named = multipart(
      "alternative",
      part('text/plain; name="a.txt"', "Words"),
      part('text/html; name="a.html"', "<p>Words</p>"),
    );
    expect(await shown(named)).toMatchObject({ text: "Words", files: [] });
  });

  test("a mail that is nothing but a file shows the file", async () => {
    const file = part('text/plain; name="device.log"', "ERROR", "Content-Disposition: inline");
    expect(await shown(multipart("mixed", part("text/plain", " "), file))).toMatchObject({
      text: "",
      files: [LOG],
    });
  });
});

describe("letters of a header that nobody encoded", () => {
  const gbk = Buffer.from("b6d4b2bbc6f0", "hex").toString("latin1");
  const big5 = Buffer.from("c1c2c1c2", "hex").toString("latin1");
  test.each([
    ["GBK", `Content-Type: text/plain; charset=gb2312\r\nSubject: ${gbk}\r\n\r\n `, "对不起"],
    ["Big5, below", `Subject: Re: ${big5}\r\nContent-Type: text/plain; charset=big5\r\n\r\n `, "Re: 謝謝"],
    ["Shift_JIS", `Subject: \x82\xA0\r\nContent-Type: text/plain; charset=shift_jis\r\n\r\n `, "あ"],
    ["EUC-KR", `Subject: \xB0\xA8\xBB\xE7\r\nContent-Type: text/plain; charset=euc-kr\r\n\r\n `, "감사"],
    ["windows-1252", "Subject: d\xE9j\xE0 vu\r\n\r\n ", "déjà vu"],
    [
      "windows-1251",
      "Subject: \xCF\xF0\xE8\xE2\xE5\xF2\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n ",
      "Привет",
    ],
    [
      "UTF-8 beside GBK",
      `Content-Type: text/plain; charset=gb2312\r\nSubject: ${Buffer.from("对不起").toString("latin1")}\r\n\r\n `,
      "对不起",
    ],
    ["ISO-2022-JP", 'Subject: Re: \x1B$B$"$h$*\x1B(B\r\n\r\n ', "Re: あよお"],
    ["folded GBK", `Content-Type: text/plain; charset=gbk\r\nSubject: ${gbk}\r\n ${gbk}\r\n\r\n `, "对不起 对不起"],
    ["as encoded words tell", `From: =?gb2312?B?1twg?= <li@example.com>\r\nSubject: ${gbk}\r\n\r\n `, "对不起"],
    ["as a part tells", `Subject: ${gbk}\r\n${multipart("mixed", part("text/plain; charset=gb2312", " "))}`, "对不起"],
  ])("%s", async (_what, mail, subject) => {
    const read = await parseMime(latin1(mail));
    expect(read.subject).toBe(subject);
  });

  test("a name and a file name too", async () => {
    const file = part(
      `application/pdf; name="${gbk}.pdf"`,
      "x",
      `Content-Disposition: attachment; filename="${gbk}.pdf"`,
    );
    const raw = latin1(
      `From: ${gbk} <li@example.com>\r\n${multipart("mixed", part("text/plain; charset=gb2312", gbk), file)}`,
    );
    const mail = await parseMime(raw);
    expect(mail).toMatchObject({ from: [{ name: "对不起", address: "li@example.com" }], text: "对不起" });
    expect(mail.attachments[0]?.filename).toBe("对不起.pdf");
  });

  test("a body without a label is as its headers are", async () => {
    const mail = await parseMime(latin1(`Subject: =?gb2312?B?ttSyu8bw?=\r\n\r\n${gbk}`));
    expect(mail).toMatchObject({ subject: "对不起", text: "对不起" });
  });

  test("HTML names its charset itself", async () => {
    const mail = await parseMime(latin1(`Content-Type: text/html\r\n\r\n<meta charset=gb2312><p>${gbk}</p>`));
    expect(mail.html).toContain("对不起");
  });

  test("a name encoded in a charset that it does not name is read by its bytes", async () => {
    const file = part(
      "application/pdf",
      "x",
      "Content-Disposition: attachment; filename*=gb2312''%B6%D4%B2%BB%C6%F0.pdf",
    );
    const other = part(
      "application/pdf",
      "x",
      `Content-Disposition: attachment; filename="=?gb2312?B?${Buffer.from("对不起").toString("base64")}?="`,
    );
    const mail = await parseMime(bytesOf(multipart("mixed", file, other)));
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(["对不起.pdf", "对不起"]);
  });
});
