import { createTransport, type SendMailOptions } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BackOffice, backOffice, PUBLIC_URL, UNPROVED } from "../../../test/support/back-office.ts";
import { type FileDoors, openFileDoors } from "../../../test/support/doors/file-doors.ts";
import { begin, fateOf, marie, must, reply } from "../../../test/support/world.ts";
import { parseMime } from "../../adapters/mail/mime-in.ts";
import type { Attachment } from "../../domain/attachments/attachment.ts";
import { type ConversationId, DAY, millis, MINUTE, seq, type Seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import { giveAddress } from "../conversation/give-address.ts";

let given: BackOffice;
let who: WidgetPrincipal;
let doors: FileDoors;
let id: ConversationId;

beforeAll(async () => {
  given = await backOffice();
});
afterAll(() => given.dispose());
beforeEach(async () => {
  who = await marie(given);
  doors = await openFileDoors(given, who);
  id = await begin(given, who);
  must(await giveAddress(given, who, { conversationId: id, address: address(), confirmed: true }));
  return () => doors.close();
});

const address = (): string => `marie-${id}@example.com`;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const PDF = Buffer.from("%PDF-1.7 what was ordered");
const MB = 1024 * 1024;

const leos = async (name: string, type: string, body: Buffer): Promise<Attachment> =>
  (await doors.upload("leo", body, { name, type })).json<Attachment>();
const lastMail = async () => {
  const mail = given.left.findLast(({ to }) => to === address());
  if (mail === undefined) throw new Error("no mail left");
  return { ...mail, parsed: await parseMime(mail.raw) };
};

describe("a reply with files, mailed", () => {
  test("carries pictures in their place and files beside them; what is too large is fetched by a link", async () => {
    const picture = await leos("Plan d’accès.png", "image/png", PNG);
    const invoice = await leos("Facture, mars.pdf", "application/pdf", PDF);
    const film = Buffer.alloc(10 * MB + 1, "film");
    const large = await leos("film.bin", "application/octet-stream", film);
    const at = await reply(given, id, { text: "Voici.", attachments: [picture.id, invoice.id, large.id] });
    await given.passes(10 * MINUTE);
    expect(await fateOf(given, id, at)).toBe("mailed");

    const { parsed, text } = await lastMail();
    const [inline, attached] = parsed.attachments;
    expect(parsed.attachments).toHaveLength(2);
    expect(inline).toMatchObject({ filename: picture.name, contentType: "image/png", disposition: "inline" });
    expect(attached).toMatchObject({ filename: invoice.name, contentType: "application/pdf" });
    expect(Buffer.from(inline?.bytes ?? []).equals(PNG)).toBe(true);
    expect(Buffer.from(attached?.bytes ?? []).equals(PDF)).toBe(true);
    expect(parsed.html).toContain(`<img src="cid:${inline?.contentId ?? "?"}" alt="Plan d’accès.png"`);
    for (const said of [text, parsed.html ?? ""]) {
      expect(said).toContain("Facture, mars.pdf");
      expect(said).toMatch(/10\s?Mo/u);
      expect(said).toContain("Télécharger");
    }

    const link = new RegExp(`${PUBLIC_URL}/file#([\\w-]{43})`).exec(text)?.[1] ?? "";
    expect((await doors.app.inject("/file")).body).not.toContain(link);
    const fetched = () =>
      doors.app.inject({
        method: "POST",
        url: "/file",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: `token=${link}`,
      });
    // More than once: a person may come back for it, and a scanner may have been there first.
    expect((await fetched()).rawPayload.equals(film)).toBe(true);
    expect((await fetched()).headers["content-disposition"]).toContain('filename="film.bin"');
    given.clock.advance(millis(30 * DAY));
    expect((await fetched()).statusCode).toBe(404);
  });

  test("may say nothing but a picture", async () => {
    const picture = await leos("a.png", "image/png", PNG);
    const at = await reply(given, id, { text: "", attachments: [picture.id] });
    await given.passes(10 * MINUTE);
    expect(await fateOf(given, id, at)).toBe("mailed");
    expect((await lastMail()).text).toMatch(/^\p{Cf}*a\.png \(1\sko\)$/mu);
  });

  test("keeps no second copy of its bytes once it was accepted", async () => {
    await reply(given, id, { attachments: [(await leos("a.pdf", "application/pdf", PDF)).id] });
    await given.passes(10 * MINUTE);
    const kept = await given.database.pool.query(
      "select raw, sent_text is not null as quotable from delivery where conversation_id = $1",
      [id],
    );
    expect(kept.rows).toEqual([{ raw: null, quotable: true }]);
  });
});

const image = (cid: string) => ({ filename: `${cid}.png`, content: PNG, contentType: "image/png", cid });

describe("an answer with files", () => {
  const printer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  /** Marie answers the last mail; answers where her words stand now. */
  const answers = async (mail: SendMailOptions, proof?: typeof UNPROVED): Promise<Seq> => {
    await reply(given, id);
    await given.passes(10 * MINUTE);
    const to = /<([^>]+)>/.exec((await lastMail()).header("reply-to"))?.[1] ?? "";
    const { message } = await printer.sendMail({ from: address(), to, subject: "Re: Acme", ...mail });
    if (!Buffer.isBuffer(message)) throw new Error("the mail was not printed");
    const raw = message.toString("latin1");
    const incoming = { from: address(), to, raw };
    expect(await given.arrives(proof === undefined ? incoming : { ...incoming, proof })).toMatch(/^posted/);
    const found = await given.database.pool.query<{ seq: number }>(
      "select max(seq) as seq from message where conversation_id = $1",
      [id],
    );
    return seq(found.rows[0]?.seq ?? 0);
  };

  test("brings them along, byte for byte", async () => {
    const at = await answers({ text: "Voilà", attachments: [{ filename: "reçu.pdf", content: PDF }] });
    const { text, attachments } = await doors.messageOf("marie", id, at);
    expect({ text, attachments }).toMatchObject({
      text: "Voilà",
      attachments: [{ name: "reçu.pdf", type: "application/pdf", size: PDF.length, image: null }],
    });
    for (const reader of ["marie", "leo"] as const) {
      expect((await doors.download(reader, attachments[0]?.id ?? "")).rawPayload.equals(PDF)).toBe(true);
    }
  });

  test("brings a picture that stands in its words, once, and leaves the one in the quote", async () => {
    const at = await answers({
      html: `<p>Comme <img src="cid:mine@x"> et encore <img src="cid:mine@x"></p>
        <div class="gmail_quote">Le 6 janvier, Léo a écrit :<blockquote class="gmail_quote"><p>Voici <img src="cid:theirs@x"></p></blockquote></div>`,
      attachments: [image("mine@x"), image("theirs@x")],
    });
    const { text, attachments } = await doors.messageOf("leo", id, at);
    expect(text).toBe("Comme et encore");
    expect(attachments).toMatchObject([{ name: "mine@x.png", image: { width: 1, height: 1 } }]);
  });

  test("may be only a picture: it stays wordless, and what it quotes stays folded", async () => {
    const at = await answers({
      html: `<div><img src="cid:only@x"></div><br><div class="gmail_quote">Le 6 janvier, Léo a écrit :<blockquote>Elle est partie hier.</blockquote></div>`,
      attachments: [image("only@x")],
    });
    expect(await doors.messageOf("leo", id, at)).toMatchObject({ text: "", attachments: [{ name: "only@x.png" }] });
  });

  test("what could run in a browser comes as a file of no type, under a clean name", async () => {
    const at = await answers({
      text: "Look",
      attachments: [{ filename: "../../x.html", content: "<script>alert(1)</script>", contentType: "text/html" }],
    });
    const { attachments } = await doors.messageOf("leo", id, at);
    expect(attachments).toMatchObject([{ name: "x.html", type: "application/octet-stream" }]);
    const got = await doors.download("leo", attachments[0]?.id ?? "");
    expect(got.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(/^attachment;/),
      "content-security-policy": "default-src 'none'; sandbox",
    });
  });

  test("another sender's files are seen by agents only", async () => {
    const at = await answers({ text: "Moi", attachments: [{ filename: "a.pdf", content: PDF }] }, UNPROVED);
    const { attachments } = await doors.messageOf("leo", id, at);
    expect((await doors.download("leo", attachments[0]?.id ?? "")).statusCode).toBe(200);
    expect((await doors.download("marie", attachments[0]?.id ?? "")).statusCode).toBe(404);
  });
});
