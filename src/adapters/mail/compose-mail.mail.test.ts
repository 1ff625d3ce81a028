import { inksOf } from "../../domain/settings/brand-look.ts";
import { generateKeyPairSync } from "node:crypto";
import { htmlToText } from "html-to-text";
import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import PostalMime, { type Email } from "postal-mime";
import { describe, expect, test } from "vitest";
import ar from "../../../locales/mail/ar.json" with { type: "json" };
import en from "../../../locales/mail/en.json" with { type: "json" };
import fr from "../../../locales/mail/fr.json" with { type: "json" };
import { MAX_CARRIED_BYTES } from "../../domain/continuity/outgoing.ts";
import { MAX_PHOTO_BYTES } from "../../domain/people/photo.ts";
import { DELIMITER } from "../../domain/reply-extraction/sent-trace.ts";
import { instant, locale } from "../../domain/ids.ts";
import type { OutgoingMail } from "../../ports/continuity/mail-composer.ts";
import { NOON, reply, usualMail as usual } from "../../../test/support/mail/outgoing-mail.ts";
import { mailLanguages, mailWords } from "./compose/mail-words.ts";
import { createMailComposer, MAX_MAIL_MESSAGES, MAX_MAIL_TEXT_BYTES } from "./compose-mail.ts";

const composer = createMailComposer();

async function composed(
  change: Partial<OutgoingMail> = {},
): Promise<{ raw: string; text: string; mail: Email; html: string }> {
  const { raw, text } = await composer.compose({ ...usual, ...change });
  const mail = await PostalMime.parse(raw);
  return { raw: Buffer.from(raw).toString("latin1"), text, mail, html: mail.html ?? "" };
}

const headerOf = (mail: Email, name: string): string | undefined => mail.headers.find(({ key }) => key === name)?.value;

test("the headers say who writes, where answers go and that a machine sends it", async () => {
  const { mail } = await composed({ earlier: ["first@acme.example", "answer@example.com"] });
  expect(mail).toMatchObject({
    from: { name: "Léo (Acme)", address: "help@acme.example" },
    to: [{ address: "marie@example.com" }],
    replyTo: [{ address: "reply+token@acme.example" }],
    subject: "Your conversation with Acme",
    messageId: "<7f3k.k1@acme.example>",
    inReplyTo: "<answer@example.com>",
    references: "<first@acme.example> <answer@example.com>",
    date: "2026-01-06T12:00:00.000Z",
  });
  expect(headerOf(mail, "auto-submitted")).toBe("auto-generated");
  expect(headerOf(mail, "x-auto-response-suppress")).toBe("All");
  expect(headerOf(mail, "content-language")).toBe("en");
  expect(headerOf(mail, "list-unsubscribe")).toBe("<https://chat.acme.example/mail/one-click/t1>");
  expect(headerOf(mail, "list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
});

test("the subject and the author's brand are not said twice", async () => {
  expect((await composed({ from: { name: "Léo (Acme)", address: usual.from.address } })).mail.from?.name).toBe(
    "Léo (Acme)",
  );
  expect((await composed({ from: { name: "", address: usual.from.address } })).mail.from?.name).toBe("Acme");
});

const wordsOf = (said: string): string[] =>
  said
    .replace(/https?:\S+|[>:·\u2068\u2069-]/gu, " ")
    .split(/\s+/u)
    .filter(Boolean)
    .toSorted();

describe("the body", () => {
  test("carries every reply, oldest first, with author and local time and zone", async () => {
    const replies = [
      reply("First."),
      reply("Second.", { author: { kind: "agent", name: "Ada" }, at: instant(NOON + 60_000) }),
    ];
    const { text } = await composed({ replies });
    expect(text).toContain("You have 2 new messages from Acme.");
    expect(text).toContain("First.\n\nLéo · January 6, 2026 at 1:00 PM GMT+1\n");
    expect(text).toContain("Second.\n\nAda · January 6, 2026 at 1:01 PM GMT+1\n");
    expect(text.indexOf("First.")).toBeLessThan(text.indexOf("Second."));
  });

  test.each(["en", "fr", "ar"])("says the same in text and in HTML (%s)", async (tag) => {
    const { text, html } = await composed({
      locale: locale(tag),
      replies: [reply("Line one.\n\nLine & <two>.", { cut: true })],
    });
    const seen = htmlToText(html, {
      wordwrap: false,
      selectors: [{ selector: "a", options: { ignoreHref: true } }],
    });
    expect(wordsOf(seen)).toEqual(wordsOf(text));
    for (const url of [usual.resumeUrl, usual.stopUrl, usual.notMeUrl]) {
      expect(text).toContain(url);
      expect(html).toContain(`href="${url}"`);
    }
  });

  test("begins with the reply, as a list of mails shows it, behind a mark that nobody sees", async () => {
    const { text, html } = await composed({ replies: [reply("Yes.")] });
    expect(text.startsWith(`${DELIMITER}Yes.\n\nLéo · `)).toBe(true);
    expect(text.indexOf("https:")).toBeGreaterThan(`${DELIMITER}Yes.`.length + 120);
    const [, body = ""] = html.split("<body");
    expect(
      body
        .replaceAll(/<[^>]*>/g, "")
        .split(">")[1]
        ?.trimStart()
        .startsWith(`${DELIMITER}Yes.`),
    ).toBe(true);
  });

  test("is blocks without a table or a quote, which no editor tears apart, and no letter stands for a face", async () => {
    const { html } = await composed();
    expect(html).not.toMatch(/<(?:table|tbody|tr|td|blockquote)\b/);
    expect(html).not.toContain(">L<");
  });

  test("wears the brand's colour, with words on it and in it that can be read", async () => {
    const { html } = await composed({ brandColour: "#ffd400" });
    expect(html).toContain("background:#ffd400;font-size:16px;line-height:20px;font-weight:600;color:#16181d");
    expect(html).toContain(`a { color: ${inksOf("#ffd400").ink}; }`);
    expect(html).toContain(`color: ${inksOf("#ffd400").inkInDark} !important`);
  });

  test("shows the brand's logo beside its name, as large as it fits, from the mail itself", async () => {
    const brandLogo = { src: "cid:logo@acme.example", width: 480, height: 60 };
    const { html } = await composed({ brandLogo });
    const shown = 'src="cid:logo@acme.example" alt="" width="160" height="20"';
    expect(html.indexOf(shown)).toBeGreaterThan(html.indexOf("ariane-footer"));
    // What a list of mails shows is the reply: nothing stands before it.
    expect(html.indexOf("<img")).toBeGreaterThan(html.indexOf("ariane-text"));
  });

  test.each([
    ["en", "right"],
    ["ar", "left"],
  ])("shows the author's photo beside name and hour, from the mail itself: in %s", async (tag, side) => {
    const photo = "cid:photo.1@acme.example";
    const author = { kind: "agent", name: "Léo", photo } as const;
    const { html, text } = await composed({ locale: locale(tag), replies: [reply("Yes.", { author }), reply("No.")] });
    const faces = [...html.matchAll(/<img[^>]*>(<bdi><strong[^>]*>Léo)?/g)].map(([found]) => found);
    expect(faces).toEqual([expect.stringMatching(/<bdi><strong[^>]*>Léo$/)]);
    expect(faces[0]).toContain(`src="${photo}" alt="" width="32" height="32"`);
    expect(faces[0]).toContain(`margin-${side}:8px`);
    expect(text).toBe((await composed({ locale: locale(tag), replies: [reply("Yes."), reply("No.")] })).text);
  });

  test("every anchor of ours begins with ariane-, and the mark is not seen", async () => {
    const { html } = await composed();
    expect(DELIMITER).toMatch(/^\p{Cf}+$/u);
    const names = [...html.matchAll(/ (?:class|id)="([^"]+)"/g)].flatMap((match) => (match[1] ?? "").split(" "));
    expect(names.filter((name) => !name.startsWith("ariane-"))).toEqual([]);
  });

  test("loads nothing: no image, no script, no remote style, no pixel", async () => {
    const { html } = await composed();
    expect(html).not.toMatch(/<(img|script|link|iframe|object|svg|input)\b|url\(|@import|background=/i);
  });

  test("escapes what people wrote", async () => {
    const { html, text } = await composed({
      replies: [reply('<script>alert("x")</script> & </div> https://x.example/"onclick="y')],
      brandName: "<b>Acme</b>",
    });
    expect(html).not.toMatch(/<script|<b>|onclick="/);
    expect(html).toContain("&lt;script&gt;");
    expect(text).toContain('<script>alert("x")</script> & </div>');
  });

  test("promises an answer only where answers arrive, and a way back only where there is one", async () => {
    expect((await composed()).text).toContain("just answer this e-mail, or open");
    expect((await composed({ resumeUrl: null })).text).toContain("just answer this e-mail.");
    for (const resumeUrl of [usual.resumeUrl, null]) {
      const { text } = await composed({ canAnswer: false, resumeUrl });
      expect(text).toContain("Answers to this e-mail do not reach us.");
      expect(text).not.toContain("just answer");
    }
    expect((await composed({ resumeUrl: null })).html).not.toContain('ariane-button"');
  });

  test("the first mail to an unproved address says where and when it was given, and how to object", async () => {
    const firstMail = { givenAt: instant(NOON), site: "acme.example" };
    const { text } = await composed({ context: [], firstMail });
    expect(text).toContain("Somebody gave this address on acme.example on January 6, 2026 at 1:00 PM GMT+1");
    expect(text).toContain("This wasn’t me: https://chat.acme.example/mail/not-me/t2");
    expect(text).not.toContain("Earlier in the conversation");
  });

  test("offers no link that it was not given", async () => {
    const { text, mail } = await composed({ stopUrl: null, oneClickStopUrl: null, notMeUrl: null, resumeUrl: null });
    expect(text).not.toMatch(/https?:/);
    expect(headerOf(mail, "list-unsubscribe")).toBeUndefined();
  });

  test("a zone that this machine does not know is printed as UTC", async () => {
    expect((await composed({ timeZone: "Mars/Olympus" })).text).toContain("12:00 PM UTC");
  });
});

describe("languages", () => {
  const catalogues: Readonly<Record<string, object>> = { ar, en, fr };
  const keysIn = (tag: string): readonly string[] => Object.keys(catalogues[tag] ?? {}).toSorted();

  test("every catalogue has the same keys, and every message can be said", () => {
    expect(mailLanguages()).toEqual(["ar", "en", "fr"]);
    for (const tag of mailLanguages()) {
      expect(keysIn(tag)).toEqual(keysIn("en"));
      for (const key of keysIn(tag)) {
        for (const count of [0, 1, 2, 3, 11, 100]) {
          const said = mailWords(locale(tag)).say(key, {
            count,
            author: "A",
            brand: "B",
            site: "S",
            name: "a.pdf",
            size: "1 MB",
            label: "L",
            url: "U",
            time: "T",
          });
          expect(said).not.toMatch(/[{}]/);
        }
      }
    }
  });

  test.each([
    ["fr-CA", "fr-CA", "ltr", "Votre conversation avec Acme", "Léo vous a répondu."],
    ["ar", "ar", "rtl", "محادثتك مع Acme", "وصلك رد من"],
    ["ja", "en", "ltr", "Your conversation with Acme", "Léo has answered you."],
  ])("%s", async (tag, ...[lang, dir, subject, lead]) => {
    const { mail, html, text } = await composed({ locale: locale(tag) });
    expect(mail.subject).toBe(subject);
    expect(headerOf(mail, "content-language")).toBe(lang);
    expect(html).toContain(`<html lang="${lang}" dir="${dir}">`);
    expect(text).toContain(lead);
  });

  test("a name that runs the other way does not turn the sentence around", async () => {
    const { text } = await composed({ replies: [reply("x", { author: { kind: "agent", name: "ليلى" } })] });
    expect(text).toContain("\u2068ليلى\u2069 has answered you.");
  });
});

test("a mail at the limit stays under 100 kB, whatever it is made of", async () => {
  for (const letter of ["a", "&", '"', "é", "م", "😀", "http://a.b/ ", "&\n"]) {
    const each = Math.floor(MAX_MAIL_TEXT_BYTES / MAX_MAIL_MESSAGES / Buffer.byteLength(letter));
    const messages = Array.from({ length: MAX_MAIL_MESSAGES }, () => reply(letter.repeat(each)));
    const { raw } = await composer.compose({ ...usual, replies: messages.slice(0, 15), context: messages.slice(15) });
    expect([letter, raw.byteLength < 100_000 ? "fits" : raw.byteLength]).toEqual([letter, "fits"]);
  }
});

test("fourteen full replies with the heaviest photo stay under 100 kB", async () => {
  const [contentId, bytes] = ["photo.1@acme.example", new Uint8Array(MAX_PHOTO_BYTES)];
  const author = { kind: "agent", name: "Léo", photo: `cid:${contentId}` } as const;
  const replies = Array.from({ length: 14 }, () => reply("é".repeat(MAX_CARRIED_BYTES / 28), { author }));
  const { raw } = await composed({ replies, files: [{ name: "photo.png", type: "image/png", bytes, contentId }] });
  expect(raw.length).toBeLessThan(100_000);
});

test("twenty files, named as badly as they may be, leave it under 100 kB and in one piece", async () => {
  const until = instant(NOON);
  const url = `https://chat.acme.example/file#${"t".repeat(43)}`;
  const name = `\u202e"<b>${"é".repeat(70)}\r\nBcc: x@y.example`;
  const files = Array.from({ length: 10 }, () => ({ name, size: 1, way: { kind: "linked" as const, url, until } }));
  const text = "é".repeat(MAX_MAIL_TEXT_BYTES / 4 - 500);
  const { raw, mail, html } = await composed({ replies: [reply(text, { files }), reply(text, { files })] });
  expect(raw.length).toBeLessThan(100_000);
  expect(mail.headers.some(({ key }) => key === "bcc")).toBe(false);
  expect(html).not.toContain("<b>");
  expect(html).not.toContain("\u202e");
});

test("a file's name reaches the other side as it was, whatever the alphabet", async () => {
  const names = ["Rechnung März.pdf", "فاتورة.pdf", "請求書, 3月.pdf", 'a "b"; c.pdf', `${"long-".repeat(14)}.pdf`];
  const bytes = Buffer.from("%PDF-1.7");
  const files = names.map((name) => ({ name, type: "application/pdf", bytes, contentId: null }));
  const { mail, raw } = await composed({ files });
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(names);
  expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThan(998);
});

test("a mail that somebody passed on travels as a file, for it may not be encoded as a mail", async () => {
  const bytes = Buffer.from("From: a@b.example\r\n\r\nHello");
  const { mail, raw } = await composed({ files: [{ name: "a.eml", type: "message/rfc822", bytes, contentId: null }] });
  expect(mail.attachments).toMatchObject([{ filename: "a.eml", mimeType: "application/octet-stream" }]);
  expect(raw).toContain(bytes.toString("base64"));
});

test("References keeps both ends of a long thread and drops ids that no header can carry", async () => {
  const earlier = Array.from({ length: 100 }, (_, i) => `id-${i}@${"x".repeat(180)}.example`);
  const { mail, raw } = await composed({ earlier: [...earlier, "bad id>\r\nBcc: eve@example.com", "é@x"] });
  const kept = headerOf(mail, "references")?.split(/\s+/);
  expect(kept).toEqual([...earlier.slice(0, 20), ...earlier.slice(-20)].map((id) => `<${id}>`));
  expect(mail.inReplyTo).toBe(`<${earlier.at(-1)}>`);
  expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThan(998);
});

test("a key signs what programs act upon, and the signature holds", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const signing = createMailComposer({
    dkimFor: (from) =>
      from === "help@acme.example" ? { domain: "acme.example", selector: "s1", privateKey: pem } : null,
  });
  const { raw } = await signing.compose({ ...usual, earlier: ["a@b.example"], locale: locale("fr") });
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
  const resolver = async (name: string): Promise<string[][]> =>
    name === "s1._domainkey.acme.example" ? [[record]] : [];
  const { results } = await dkimVerify(Buffer.from(raw), { resolver });
  expect(results[0]?.status).toMatchObject({ result: "pass", aligned: "acme.example" });
  const signed = /\sh=([^;]+);/
    .exec(
      Buffer.from(raw)
        .toString("latin1")
        .replace(/\r\n(?=\s)/g, ""),
    )?.[1]
    ?.toLowerCase()
    .split(":");
  for (const name of ["list-unsubscribe", "list-unsubscribe-post", "in-reply-to", "references", "auto-submitted"])
    expect(signed).toContain(name);
  const forged = Buffer.from(
    Buffer.from(raw).toString("latin1").replace("Auto-Submitted: auto-generated", "Auto-Submitted: no"),
    "latin1",
  );
  expect((await dkimVerify(forged, { resolver })).results[0]?.status?.result).not.toBe("pass");
});
