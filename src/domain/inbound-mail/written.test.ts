/** What is shown of a whole mail: what it passes on, and the files that are the person's. */
import { describe, expect, test } from "vitest";
import { parseMime } from "../../adapters/mail/mime-in.ts";
import { readWritten } from "../../adapters/mail/text/reply-text.ts";
import { bytesOf } from "../../../test/support/mail/mail.ts";
import { DELIMITER } from "../reply-extraction/sent-trace.ts";
import { saysPassedOn } from "./reading/forward-subject.ts";

const written = async (lines: readonly string[], sentTexts: readonly string[] = []) =>
  readWritten(await parseMime(bytesOf(lines.join("\r\n"))), sentTexts);

const HEADER = "From: Carrier <carrier@post.example>\nSent: Monday, 2 November 2026 16:00\nTo: Marie\nSubject: Parcel";
const FORWARD = `Can you help?\n\n${HEADER}\n\nThe parcel 998877 could not be delivered.`;
const plainMail = (subject: string, text: string) => [
  "From: marie@example.com",
  `Subject: ${subject}`,
  "Content-Type: text/plain; charset=utf-8",
  "",
  text,
];

describe("what a mail passes on is shown", () => {
  test.each([
    "FW: Parcel",
    "Fwd: Parcel",
    "WG: Paket",
    "TR : Colis",
    "RV: Paquete",
    "I: Pacco",
    "ENC: Pacote",
    "[ext] FW: x",
  ])("%s", async (subject) => {
    expect(await written(plainMail(subject, FORWARD))).toMatchObject({ text: FORWARD, cut: null });
  });

  test("in Outlook's HTML, with its pictures", async () => {
    const html = `<div>Can you help?</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> C &lt;c@post.example&gt;<br><b>Sent:</b> Monday<br><b>Subject:</b> Parcel</div><div>The parcel. <img src="cid:label"></div>`;
    const mail = [
      "From: marie@example.com",
      "Subject: WG: Paket",
      "Content-Type: multipart/related; boundary=b",
      "",
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "",
      html,
      "--b",
      'Content-Type: image/png; name="label.png"',
      "Content-ID: <label>",
      "",
      "x",
      "--b--",
    ];
    const { text, files } = await written(mail);
    expect(text).toMatch(/^Can you help\?[^]*From: C <c@post\.example>[^]*The parcel\.$/);
    expect(files.map(({ filename }) => filename)).toEqual(["label.png"]);
  });

  test("quoted with marks as well, and without words of the person's own", async () => {
    expect((await written(plainMail("FW: Parcel", "Look:\n\n> The parcel."))).text).toBe("Look:\n\n> The parcel.");
    expect((await written(plainMail("FW: Parcel", `${HEADER}\n\nThe parcel.`))).text).toBe(`${HEADER}\n\nThe parcel.`);
  });

  test("but not our own mail, nor what an answer quotes", async () => {
    const ours = `${HEADER}\n\n${DELIMITER}Acme\nLéo has answered you.`;
    expect((await written(plainMail("FW: Your conversation", `Yes.\n\n${ours}`))).text).toBe("Yes.");
    expect((await written(plainMail("Re: FW: Parcel", FORWARD))).text).toBe("Can you help?");
    expect((await written(plainMail("Parcel", FORWARD))).text).toBe("Can you help?");
  });
});

test.each([
  "Information: about you",
  "Tracking: 998877",
  "Re: FW: x",
  "AW: WG: x",
  "Fwdl",
  "FW",
  "Transport",
  "I am late: sorry",
])("passes nothing on: %s", (subject) => {
  expect(saysPassedOn(subject)).toBe(false);
});

describe("a mail that only quotes has no text, and what it quotes is folded away", () => {
  const QUOTE = "> It left yesterday.\n> Acme";
  test.each([
    ["the quote alone", QUOTE, "quote"],
    ["an introduction above it", `On Mon, Nov 2, 2026 at 4:00 PM Acme <help@acme.example> wrote:\n\n${QUOTE}`, "quote"],
    ["a phone's signature above it", `Sent from my iPhone\n\n${QUOTE}`, "signature-and-quote"],
    ["a marked signature above it", `--\nMarie\n\n${QUOTE}`, "signature-and-quote"],
    ["a phone's signature below it", `${QUOTE}\n\nEnvoyé de mon iPhone`, "signature-and-quote"],
  ])("%s", async (_what, body, nothingBut) => {
    expect(await written(plainMail("Please call me", body))).toEqual({
      text: "",
      cut: body,
      files: [],
      nothingBut,
    });
  });

  test("one with a word does not, and one with nothing at all says its subject", async () => {
    expect(await written(plainMail("x", `Yes.\n\n${QUOTE}`))).toMatchObject({ text: "Yes.", nothingBut: null });
    const empty = await written(plainMail("Please call me", "\n"));
    expect(empty).toMatchObject({ text: "Please call me", cut: null, nothingBut: "nothing" });
  });

  test.each(["Sent from my iPhone", "Envoyé de mon iPhone", "Gesendet von Outlook für Android<https://aka.ms/x>"])(
    "nor has one that only a program has signed any words: %s",
    async (signature) => {
      const mail = await written(plainMail("Please call me", signature));
      expect(mail).toMatchObject({ text: "Please call me", cut: signature, nothingBut: "signature" });
      expect(await written(plainMail("", signature))).toMatchObject({ text: "", nothingBut: "signature" });
    },
  );

  test("a name that was typed is an answer", async () => {
    expect(await written(plainMail("x", `Marie\n\n${QUOTE}`))).toMatchObject({ text: "Marie", nothingBut: null });
  });
});

const LOGO = `<img src="cid:logo@example.com">`;
const withLogo = (html: string) => [
  "From: marie@example.com",
  "Subject: Re: x",
  "Content-Type: multipart/related; boundary=b",
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  html,
  "--b",
  'Content-Type: image/png; name="logo.png"',
  "Content-ID: <logo@example.com>",
  "",
  "x",
  "--b--",
];

describe("pictures of a marked signature are no files", () => {
  const SIGNED: readonly (readonly [string, string])[] = [
    ["Outlook on the web, logo first", `<div id="Signature"><p>${LOGO}</p><p>Marie Dupont<br>Example Ltd</p></div>`],
    ["Outlook on the web, logo last", `<div id="Signature"><p>Marie Dupont</p><p>${LOGO}</p></div>`],
    ["nothing but a logo", `<div id="Signature"><p>${LOGO}</p></div>`],
    ["Outlook on a phone", `<div id="ms-outlook-mobile-signature"><div>${LOGO}</div><div>Marie</div></div>`],
    ["Gmail", `<br><div class="gmail_signature"><div>${LOGO}<br>Marie</div></div>`],
    [
      "Gmail, with its prefix",
      `<span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">${LOGO}</div>`,
    ],
    ["Thunderbird", `<div class="moz-signature">-- <br>${LOGO}<br>Marie</div>`],
    ["Apple Mail", `<div id="AppleMailSignature"><div>${LOGO}</div><div>Marie</div></div>`],
    ["dashes", `<div>-- <br></div><div>${LOGO}</div><div>Marie</div>`],
    ["dashes, on the line of the logo", `<div>-- <br>${LOGO}<br>Marie</div>`],
    ["above a quote", `<div id="Signature">${LOGO}</div><blockquote type="cite">Hello</blockquote>`],
    ["in a table", `<div id="Signature"><table><tr><td>${LOGO}</td><td>Marie</td></tr></table></div>`],
  ];

  test.each(SIGNED)("%s", async (_program, signature) => {
    const { text, files } = await written(withLogo(`<div>Monday is fine.</div>${signature}`));
    expect(text).toBe("Monday is fine.");
    expect(files).toEqual([]);
  });

  test("one that stands in the answer is a file, signed or not", async () => {
    const { files } = await written(withLogo(`<div>Here it is:</div><p>${LOGO}</p><div id="Signature">Marie</div>`));
    expect(files.map(({ filename }) => filename)).toEqual(["logo.png"]);
    expect((await written(withLogo(`<p>${LOGO}</p><div id="Signature">Marie</div>`))).files).toHaveLength(1);
  });
});
