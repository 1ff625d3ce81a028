/** The continuity mail as bytes: headers, text and HTML that say the same, signed where there is a key. */
import { createTransport, type SendMailOptions } from "nodemailer";
import type {
  CarriedFile,
  ComposedMail,
  MailComposer,
  MailTextReader,
  OutgoingMail,
} from "../../ports/continuity/mail-composer.ts";
import { printHtml } from "./compose/mail-html.ts";
import { type MailPage, pageOf } from "./compose/mail-page.ts";
import { shippedTexts } from "./compose/mail-words.ts";
import { noticeHtml, noticeText } from "./compose/notice.ts";
import { findMailTextFault } from "./compose/own-texts.ts";
import { printText } from "./compose/mail-text.ts";

/** One DKIM key (RFC 6376); `domain` is that of the From address, or the signature is not aligned with it. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM, RSA with 2048 bits. */
  readonly privateKey: string;
}

interface MailComposerOptions {
  /** The key that signs mail from this address; null: it leaves unsigned and the relay may sign. */
  readonly dkimFor?: (fromAddress: string) => DkimKey | null;
}

/**
 * UTF-8 bytes of the texts of all replies and of the context in one mail. The caller leaves the rest for the next mail
 * (product.md §2.8). With it a mail stays under 100 kB, where Gmail would clip it, even when every letter needs escaping.
 */
export const MAX_MAIL_TEXT_BYTES = 10_240;

/** Replies and context together: each costs about 1 kB of HTML besides its text. */
export const MAX_MAIL_MESSAGES = 20;

/** References keeps the first and the last of these (mail-rules.md rule 3): enough for every program to find the thread. */
const REFERENCES_AT_EACH_END = 20;

/** An id from a stranger's mail may be anything; a longer one would not fit a header line (RFC 5322 §2.1.1). */
const MESSAGE_ID = /^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/;

/** What the signature covers besides the library's choice: what a program acts upon (mail-rules.md rule 8). */
const SIGNED_HEADERS = [
  ..."From Reply-To Subject Date Message-ID To MIME-Version Content-Type Content-Transfer-Encoding".split(" "),
  ..."In-Reply-To References List-Unsubscribe List-Unsubscribe-Post Auto-Submitted Content-Language".split(" "),
].join(":");

/** Makes mails out of `OutgoingMail`. The same input may give other bytes (the MIME boundary): freeze what is sent. */
export function createMailComposer(options: MailComposerOptions = {}): MailComposer {
  const printer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    async compose(mail): Promise<ComposedMail> {
      const page = pageOf(mail);
      const text = printText(page);
      const html = printHtml(page);
      const key = options.dkimFor?.(mail.from.address) ?? null;
      const { message } = await printer.sendMail({
        ...headersOf(mail, page),
        text,
        html,
        attachments: mail.files.map(partOf),
        textEncoding: encodingFor(text),
        disableFileAccess: true,
        disableUrlAccess: true,
        ...(key === null ? {} : { dkim: dkimOptions(key) }),
      });
      if (!(message instanceof Uint8Array)) throw new Error("the mail was not printed as bytes");
      return { raw: message, text, subject: page.subject };
    },
    async composeNotice(notice) {
      const { messageId, from, to, date, locale, subject, answers } = notice;
      const key = options.dkimFor?.(from.address) ?? null;
      const text = noticeText(notice);
      const { message } = await printer.sendMail({
        messageId: `<${messageId}>`,
        date: new Date(date),
        from,
        to: { name: "", address: to },
        subject,
        text,
        html: noticeHtml(notice),
        textEncoding: encodingFor(text),
        headers: {
          "Auto-Submitted": answers ? "auto-replied" : "auto-generated",
          "X-Auto-Response-Suppress": "All",
          "Content-Language": locale,
        },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
        ...(key === null ? {} : { dkim: dkimOptions(key) }),
      });
      if (!(message instanceof Uint8Array)) throw new Error("the mail was not printed as bytes");
      return message;
    },
  };
}

/** A part for a file: bytes as they are, except that a mail within a mail may not be encoded (RFC 2046 §5.2.1). */
const partOf = ({
  name,
  type,
  bytes,
  contentId,
}: CarriedFile): NonNullable<SendMailOptions["attachments"]>[number] => ({
  filename: name,
  content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  contentType: type.startsWith("message/") ? "application/octet-stream" : type,
  contentTransferEncoding: "base64",
  contentDisposition: contentId === null ? "attachment" : "inline",
  ...(contentId === null ? {} : { cid: contentId }),
});

/** What a mail would look like, and what is wrong with the words that it would be written in. */
export const mailTextReader: MailTextReader = {
  findFault: findMailTextFault,
  preview(mail, look) {
    const page = pageOf(mail);
    return { subject: page.subject, html: printHtml(page, look), text: printText(page) };
  },
  shipped: shippedTexts,
};

function headersOf(mail: OutgoingMail, page: MailPage): SendMailOptions {
  const earlier = mail.earlier.filter((id) => MESSAGE_ID.test(id));
  const replied = earlier.at(-1);
  const references = bothEnds(earlier).map((id) => `<${id}>`);
  return {
    messageId: `<${mail.messageId}>`,
    date: new Date(mail.date),
    from: { name: page.fromName, address: mail.from.address },
    to: { name: "", address: mail.to },
    replyTo: { name: page.fromName, address: mail.replyTo },
    subject: page.subject,
    ...(replied === undefined ? {} : { inReplyTo: `<${replied}>`, references }),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": page.lang,
      ...unsubscribeHeaders(mail),
    },
    xMailer: false,
    envelope: { from: mail.from.address, to: [mail.to] },
  };
}

function unsubscribeHeaders({ oneClickStopUrl, stopUrl }: OutgoingMail): Readonly<Record<string, string>> {
  if (oneClickStopUrl !== null) {
    return {
      "List-Unsubscribe": `<${new URL(oneClickStopUrl).href}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    };
  }
  return stopUrl === null ? {} : { "List-Unsubscribe": `<${new URL(stopUrl).href}>` };
}

function bothEnds(ids: readonly string[]): readonly string[] {
  if (ids.length <= 2 * REFERENCES_AT_EACH_END) return ids;
  return [...ids.slice(0, REFERENCES_AT_EACH_END), ...ids.slice(-REFERENCES_AT_EACH_END)];
}

/** Quoted-printable stays readable where most letters are ASCII, and costs three times the bytes where they are not. */
function encodingFor(text: string): "quoted-printable" | "base64" {
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  return foreign * 6 > text.length ? "base64" : "quoted-printable";
}

const dkimOptions = (key: DkimKey): NonNullable<SendMailOptions["dkim"]> => ({
  domainName: key.domain,
  keySelector: key.selector,
  privateKey: key.privateKey,
  headerFieldNames: SIGNED_HEADERS,
});
