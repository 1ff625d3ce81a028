import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { createTransport } from "nodemailer";
import PostalMime from "postal-mime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMailComposer } from "../src/adapters/mail/compose-mail.ts";
import { DELIMITER } from "../src/domain/reply-extraction/sent-trace.ts";
import { locale } from "../src/domain/ids.ts";
import type { OutgoingMail } from "../src/ports/continuity/mail-composer.ts";
import { type MailPeer, startMailPeer } from "../test/support/peers/mail-peers.ts";
import { reply, usualMail } from "../test/support/mail/outgoing-mail.ts";
import { demoSite } from "./demo-site.ts";
import { type DemoMailbox, startDemoMailbox } from "./mailbox.ts";
import { wordsOf } from "./words.ts";

let mailDir: string;
let mailbox: DemoMailbox;
let product: MailPeer;
let app: FastifyInstance;

beforeEach(async () => {
  mailDir = await mkdtemp(join(tmpdir(), "ariane-demo-"));
  mailbox = await startDemoMailbox({ mailDir });
  product = await startMailPeer();
  app = fastify();
  await app.register(demoSite, {
    prefix: "/demo",
    mailbox,
    inboundSmtp: { host: product.host, port: product.port },
    brandId: "0199-brand",
    widgetSrc: "/widget/ariane.js",
  });
});

afterEach(async () => {
  await app.close();
  await mailbox.close();
  await product.close();
  await rm(mailDir, { recursive: true });
});

/** What the product does: composes a mail and hands it to the mailbox by SMTP. */
async function receive(language = "en", to = "marie@example.com", change: Partial<OutgoingMail> = {}): Promise<string> {
  const { raw } = await createMailComposer().compose({ ...usualMail, locale: locale(language), ...change });
  const transport = createTransport({ host: "127.0.0.1", port: mailbox.smtpPort, ignoreTLS: true });
  await transport.sendMail({ envelope: { from: "bounce+1@acme.example", to: [to] }, raw: Buffer.from(raw) });
  transport.close();
  return mailbox.folder.list()[0]?.id ?? "";
}

const get = async (url: string): Promise<unknown> => (await app.inject({ url })).json();

describe("the mailbox", () => {
  test("lists what the product sent, newest first, and shows it whole", async () => {
    const first = await receive("en");
    const second = await receive("fr", "anne@example.com");
    expect(await get("/demo/mailbox/mails")).toMatchObject({
      mails: [
        { id: second, recipient: "anne@example.com", language: "fr", subject: "Votre conversation avec Acme" },
        {
          id: first,
          recipient: "marie@example.com",
          replyTo: "reply+token@acme.example",
          messageId: "<7f3k.k1@acme.example>",
        },
      ],
      sent: [],
    });
    expect(await get(`/demo/mailbox/mails/${first}`)).toMatchObject({
      envelopeFrom: "bounce+1@acme.example",
      from: { name: "Léo (Acme)", address: "help@acme.example" },
      hasHtml: true,
      text: expect.stringContaining("The oak lamp is back."),
      raw: expect.stringContaining("Auto-Submitted: auto-generated"),
    });
    expect((await app.inject("/demo/mailbox/mails/none")).statusCode).toBe(404);
  });

  test("says 304 while nothing has come", async () => {
    await receive();
    const { headers } = await app.inject("/demo/mailbox/mails");
    const again = { url: "/demo/mailbox/mails", headers: { "if-none-match": String(headers.etag) } };
    expect((await app.inject(again)).statusCode).toBe(304);
    await receive();
    expect((await app.inject(again)).statusCode).toBe(200);
  });

  test("keeps its mails over a restart, byte for byte, and does not trip over a half-written one", async () => {
    const id = await receive("ar");
    const before = mailbox.folder.find(id)?.raw;
    await writeFile(join(mailDir, "zzz.mail.part"), "half");
    await mailbox.close();
    mailbox = await startDemoMailbox({ mailDir });
    expect(mailbox.folder.list().map((mail) => mail.id)).toEqual([id]);
    expect(mailbox.folder.find(id)?.raw.equals(before ?? Buffer.alloc(0))).toBe(true);
    expect((await readdir(mailDir)).filter((name) => name.endsWith(".mail"))).toHaveLength(1);
  });

  test("refuses the one mailbox that nobody has", async () => {
    await expect(receive("en", "nobody@example.com")).rejects.toThrow("550 5.1.1");
  });

  test("shows a picture in its place, and offers every other file", async () => {
    const [picture, invoice] = [Buffer.from("\x89PNG"), Buffer.from("%PDF-1.7")];
    const way = { kind: "inline", contentId: "plan@acme.example", width: 3, height: 2 } as const;
    const files = [{ name: "plan.png", size: 4, way }];
    const id = await receive("en", "marie@example.com", {
      replies: [reply("Here.", { files })],
      files: [
        { name: "plan.png", type: "image/png", bytes: picture, contentId: "plan@acme.example" },
        { name: "März.pdf", type: "application/pdf", bytes: invoice, contentId: null },
      ],
    });
    expect(await get(`/demo/mailbox/mails/${id}`)).toMatchObject({ files: [{ index: 1, name: "März.pdf", size: 8 }] });
    const html = await app.inject({ url: `/demo/mailbox/mails/${id}/html` });
    expect(html.body).toContain(`src="data:image/png;base64,${picture.toString("base64")}"`);
    const file = await app.inject({ url: `/demo/mailbox/mails/${id}/files/1` });
    expect(file.rawPayload).toEqual(invoice);
    expect(file.headers["content-disposition"]).toBe("attachment; filename*=UTF-8''M%C3%A4rz.pdf");
    expect((await app.inject({ url: `/demo/mailbox/mails/${id}/files/2` })).statusCode).toBe(404);
  });

  test("an answer takes files along", async () => {
    const id = await receive();
    const files = [{ name: "photo.png", type: "image/png", base64: Buffer.from("\x89PNG").toString("base64") }];
    const sent = await app.inject({
      method: "POST",
      url: `/demo/mailbox/mails/${id}/reply`,
      payload: { text: "", files },
    });
    expect(sent.statusCode).toBe(201);
    const mail = await PostalMime.parse(product.mails[0]?.raw ?? "");
    expect(mail.attachments).toMatchObject([{ filename: "photo.png", mimeType: "image/png" }]);
  });

  test("shows the HTML without scripts and without loading anything", async () => {
    const id = await receive();
    const { headers, body } = await app.inject(`/demo/mailbox/mails/${id}/html`);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toMatch(/sandbox (?!.*allow-scripts)/);
    expect(body).toContain('<base target="_blank">');
  });
});

const answer = (id: string, payload: object): Promise<{ readonly statusCode: number; json(): unknown }> =>
  app.inject({ method: "POST", url: `/demo/mailbox/mails/${id}/reply`, payload });

describe("an answer", () => {
  test.each([
    ["en", "Re: Your conversation with Acme", /^On Jan 6, 2026.*Léo \(Acme\) <help@acme.example> wrote:$/m],
    ["fr", "Re: Votre conversation avec Acme", /^Le 6 janv. 2026.* a écrit :$/m],
    ["ar", "Re: محادثتك مع Acme", /^في .*، كتب Léo/m],
  ])("goes back as a mail program writes it (%s)", async (language, subject, introduction) => {
    const id = await receive(language);
    const response = await answer(id, { text: "Oui & merci !\nMarie" });
    expect(response.statusCode).toBe(201);
    expect(product.mails).toHaveLength(1);
    expect(product.mails[0]).toMatchObject({ from: "marie@example.com", to: ["reply+token@acme.example"] });
    const sent = await PostalMime.parse(product.mails[0]?.raw ?? "");
    expect(sent).toMatchObject({
      from: { address: "marie@example.com" },
      to: [{ address: "reply+token@acme.example" }],
      subject,
      inReplyTo: "<7f3k.k1@acme.example>",
      references: "<7f3k.k1@acme.example>",
    });
    expect(sent.text?.startsWith("Oui & merci !\nMarie\n")).toBe(true);
    expect(sent.text).toMatch(introduction);
    expect(sent.text).toContain(`> ${DELIMITER}`);
    expect(sent.html).toContain("Oui &amp; merci !<br>");
    expect(sent.html).toMatch(/<blockquote type="cite"[^>]*><div id="ariane-mail"/);
    expect(await get("/demo/mailbox/mails")).toMatchObject({ sent: [{ answers: id, kind: "sent" }] });
  });

  test("can come from a stranger", async () => {
    const id = await receive();
    await answer(id, { text: "It is me, honestly.", from: "eve@example.net" });
    expect(product.mails[0]?.from).toBe("eve@example.net");
  });

  test("that the product refuses is told in its words, and not shown as sent", async () => {
    const id = await receive();
    product.behave({ kind: "answer", at: "rcpt", line: "550 5.1.1 no such address here" });
    const response = await answer(id, { text: "Hello?" });
    expect(response.statusCode).toBe(502);
    expect(response.json()).toMatchObject({
      error: "not-taken",
      reason: expect.stringContaining("no such address here"),
    });
    expect(await get("/demo/mailbox/mails")).toMatchObject({ sent: [] });
  });

  test.each([
    [{}],
    [{ text: "" }],
    [{ text: 3 }],
    [{ text: "x", from: "a@b.example\r\nBcc: c@d.example" }],
    [{ text: "x", evil: 1 }],
  ])("that is none is refused: %j", async (payload) => {
    const id = await receive();
    expect((await answer(id, payload)).statusCode).toBe(400);
    expect(product.mails).toHaveLength(0);
  });
});

const keys = (tag: string): readonly string[] => Object.keys(wordsOf(tag)).toSorted();

/** The file, and what a script of it imports. */
async function isServed(path: string): Promise<void> {
  const { statusCode, body } = await app.inject(path);
  expect({ path, statusCode }).toEqual({ path, statusCode: 200 });
  for (const [, module] of body.matchAll(/^import .* from "\.\/([^"]+)"/gm)) await isServed(`/demo/assets/${module}`);
}

describe("the pages", () => {
  test("the shop carries the widget and speaks the visitor's language, or the chosen one", async () => {
    const asked = await app.inject({ url: "/demo/", headers: { "accept-language": "de, fr-CA;q=0.8" } });
    expect(asked.body).toContain('<html lang="fr" dir="ltr">');
    expect(asked.body).toContain('<script defer src="/widget/ariane.js" data-brand="0199-brand"></script>');
    expect((await app.inject("/demo/ar/")).body).toContain('<html lang="ar" dir="rtl">');
    expect((await app.inject("/demo/")).body).toContain('<html lang="en" dir="ltr">');
  });

  test.each(["/demo/", "/demo/fr/", "/demo/ar/", "/demo/mailbox", "/demo/mailbox?lang=ar"])(
    "%s lives under a strict policy",
    async (url) => {
      const { statusCode, headers, body } = await app.inject(url);
      expect(statusCode).toBe(200);
      expect(headers["content-security-policy"]).toContain("default-src 'none'");
      expect(headers["content-security-policy"]).not.toContain("unsafe");
      expect(body).not.toMatch(/ style=| on[a-z]+=|undefined/);
      for (const [, path] of body.matchAll(/(?:src|href)="(\/demo\/assets\/[^"]+)"/g)) await isServed(path ?? "");
    },
  );

  test("the three catalogues have the same keys", () => {
    expect(keys("fr")).toEqual(keys("en"));
    expect(keys("ar")).toEqual(keys("en"));
  });
});
