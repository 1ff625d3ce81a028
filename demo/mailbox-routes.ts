/** The mailbox page's data: what came, what was answered, and the answer itself. */
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import { contentLanguage, printAnswer, sendAnswer } from "./answer.ts";
import { fileOf, type ListedFile, listFiles, withPictures } from "./mail-files.ts";
import { type KeptMail, type MailFolder, nameOf } from "./mail-folder.ts";
import type { DemoMailbox } from "./mailbox.ts";

export interface MailboxRoutesOptions {
  readonly mailbox: DemoMailbox;
  /** The product's door for incoming mail. */
  readonly inboundSmtp: { readonly host: string; readonly port: number };
}

/** RFC 5321 §4.5.3.1.3. */
const MAX_ADDRESS = 254;
/** What a person types into the box, with room to paste. */
const MAX_ANSWER = 100_000;
/** As many octets of files as the product's door takes, in base64. */
const MAX_REPLY_BYTES = 34 * 1024 * 1024;
/** The source of a mail with files is megabytes of base64: whoever looks at it looks at the beginning. */
const SHOWN_SOURCE = 200_000;

const ReplyBody = Type.Object(
  {
    text: Type.String({ maxLength: MAX_ANSWER }),
    files: Type.Optional(
      Type.Array(
        Type.Object(
          { name: Type.String({ maxLength: 255 }), type: Type.String({ maxLength: 127 }), base64: Type.String() },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
    from: Type.Optional(Type.String({ maxLength: MAX_ADDRESS, pattern: "^[^\\s@<>,;]+@[^\\s@<>,;]+$" })),
  },
  { additionalProperties: false },
);
const FileParams = Type.Object({
  id: Type.String({ pattern: "^[a-z0-9-]{1,40}$" }),
  index: Type.Integer({ minimum: 0 }),
});
const MailParams = Type.Object({ id: Type.String({ pattern: "^[a-z0-9-]{1,40}$" }) });

/** A mail in the list. */
export interface MailSummary {
  readonly id: string;
  readonly kind: "received" | "sent";
  readonly at: number;
  readonly recipient: string;
  readonly envelopeFrom: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  readonly subject: string;
  /** With angle brackets, as in the header; null: it has none. */
  readonly messageId: string | null;
  readonly language: string;
  readonly preview: string;
  readonly answers: string | null;
}

/** A whole mail. `raw` is the source; bytes that are no UTF-8 are shown as replacement characters. */
export interface MailDetail extends MailSummary {
  readonly text: string;
  readonly hasHtml: boolean;
  readonly files: readonly (ListedFile & { readonly index: number })[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly raw: string;
}

export function mailboxRoutes(app: FastifyInstance, options: MailboxRoutesOptions): void {
  const { folder } = options.mailbox;

  app.get("/mailbox/mails", (request, reply) => {
    const version = `"${folder.version()}"`;
    void reply.headers({ etag: version, "cache-control": "no-cache" });
    if (request.headers["if-none-match"] === version) return reply.code(304).send();
    const all = folder.list().map(summaryOf);
    return reply.send({
      mails: all.filter(({ kind }) => kind === "received"),
      sent: all.filter(({ kind }) => kind === "sent"),
    });
  });

  readRoutes(app, folder);

  app.post<{ Params: Static<typeof MailParams>; Body: Static<typeof ReplyBody> }>(
    "/mailbox/mails/:id/reply",
    { schema: { params: MailParams, body: ReplyBody }, bodyLimit: MAX_REPLY_BYTES },
    async (request, reply) => {
      const kept = folder.find(request.params.id);
      if (kept === null) return notFound(reply);
      const { text, files = [] } = request.body;
      if (text === "" && files.length === 0) return reply.code(400).send({ error: "empty" });
      const printed = await printAnswer(kept, {
        text,
        files,
        from: request.body.from ?? kept.recipient,
      });
      try {
        await sendAnswer(printed, options.inboundSmtp);
      } catch (error) {
        // The words of the product's SMTP server: whoever tries the demo wants to read them.
        return reply.code(502).send({ error: "not-taken", reason: error instanceof Error ? error.message : "" });
      }
      const { from: envelopeFrom, to: recipient } = printed.envelope;
      const sent = await folder.keep({
        kind: "sent",
        at: Date.now(),
        envelopeFrom,
        recipient,
        answers: kept.id,
        raw: printed.raw,
      });
      return reply.code(201).send(summaryOf(sent));
    },
  );
}

function readRoutes(app: FastifyInstance, folder: MailFolder): void {
  app.get<{ Params: Static<typeof MailParams> }>(
    "/mailbox/mails/:id",
    { schema: { params: MailParams } },
    (request, reply) => {
      const kept = folder.find(request.params.id);
      return kept === null ? notFound(reply) : reply.send(detailOf(kept));
    },
  );

  app.get<{ Params: Static<typeof MailParams> }>(
    "/mailbox/mails/:id/html",
    { schema: { params: MailParams } },
    (request, reply) => {
      const kept = folder.find(request.params.id);
      return kept === null ? notFound(reply) : sendHtmlPart(reply, kept);
    },
  );

  app.get<{ Params: Static<typeof FileParams> }>(
    "/mailbox/mails/:id/files/:index",
    { schema: { params: FileParams } },
    (request, reply) => {
      const kept = folder.find(request.params.id);
      const file = kept === null ? null : fileOf(kept.mail, request.params.index);
      if (file === null) return notFound(reply);
      return reply
        .header("content-type", "application/octet-stream")
        .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .send(file.bytes);
    },
  );
}

/** Without scripts, and loading nothing: this is how a careful mail program shows a mail. */
function sendHtmlPart(reply: FastifyReply, { mail }: KeptMail): FastifyReply {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; " +
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox";
  const html = withPictures(mail.html ?? "", mail);
  // Links open beside the mailbox, as in a mail program.
  const withBase = /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`)
    : `<base target="_blank">${html}`;
  return reply.headers({ "content-security-policy": policy }).type("text/html; charset=utf-8").send(withBase);
}

const notFound = (reply: FastifyReply): FastifyReply => reply.code(404).send({ error: "no-such-mail" });

function summaryOf({ mail, raw: _raw, ...kept }: KeptMail): MailSummary {
  return {
    ...kept,
    from: { name: nameOf(mail.from), address: mail.from?.address ?? "" },
    replyTo: mail.replyTo?.[0]?.address ?? null,
    subject: mail.subject ?? "",
    messageId: mail.messageId ?? null,
    language: contentLanguage(mail.headers),
    preview: previewOf(mail.text ?? "", kept.kind),
  };
}

function detailOf(kept: KeptMail): MailDetail {
  return {
    ...summaryOf(kept),
    text: kept.mail.text ?? "",
    hasHtml: kept.mail.html !== undefined,
    headers: kept.mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    files: listFiles(kept.mail),
    raw: kept.raw.toString("utf8", 0, SHOWN_SOURCE) + (kept.raw.length > SHOWN_SOURCE ? "\n[…]" : ""),
  };
}

/** Characters of the preview, as mail programs show them. */
const PREVIEW = 140;

/** The beginning; of the product's mails without the first line, which tells nothing to a person. */
function previewOf(text: string, kind: KeptMail["kind"]): string {
  const body = text.replace(/\r\n/g, "\n").replace(kind === "received" ? /^.{1,80}\n\n/ : "", "");
  return body.replace(/\s+/g, " ").trim().slice(0, PREVIEW);
}
