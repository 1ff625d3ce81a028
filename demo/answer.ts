/** An answer as a mail program writes it: above the quoted mail, which is introduced in the language of the program. */
import { createTransport } from "nodemailer";
import { type KeptMail, nameOf } from "./mail-folder.ts";

export interface Answer {
  readonly text: string;
  /** Who answers; without it whoever got the mail. Another address shows what a stranger's answer meets. */
  readonly from: string;
  readonly files: readonly { readonly name: string; readonly type: string; readonly base64: string }[];
}

export interface PrintedAnswer {
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Buffer;
}

type Introduction = (when: string, who: string) => string;

const INTRODUCTIONS: Readonly<Record<string, Introduction>> = {
  en: (when, who) => `On ${when}, ${who} wrote:`,
  fr: (when, who) => `Le ${when}, ${who} a écrit :`,
  ar: (when, who) => `في ${when}، كتب ${who}:`,
};

/** Prints the answer to a mail. Throws where the mail says nowhere to answer to. */
export async function printAnswer(original: KeptMail, answer: Answer): Promise<PrintedAnswer> {
  const { mail } = original;
  const to = mail.replyTo?.[0]?.address ?? mail.from?.address;
  if (to === undefined) throw new Error("the mail has no address to answer to");
  const quote = quoteOf(original);
  const references = [mail.references, mail.messageId].filter((ids) => ids !== undefined).join(" ");
  const printer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message } = await printer.sendMail({
    from: { name: "", address: answer.from },
    to: { name: nameOf(mail.replyTo?.[0]), address: to },
    subject: /^re\s*:/iu.test(mail.subject ?? "") ? (mail.subject ?? "") : `Re: ${mail.subject ?? ""}`,
    ...(mail.messageId === undefined ? {} : { inReplyTo: mail.messageId, references }),
    text: `${answer.text}\n\n${quote.introduction}\n\n${quote.text}\n`,
    html: [
      `<html><body><div dir="auto">${toHtml(answer.text)}</div><br>`,
      `<div class="demo-cite-prefix">${toHtml(quote.introduction)}</div>`,
      `<blockquote type="cite" cite="mid:${toHtml(stripAngles(mail.messageId ?? ""))}">${quote.html}</blockquote>`,
      "</body></html>",
    ].join("\n"),
    attachments: answer.files.map(({ name, type, base64 }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(base64, "base64"),
    })),
    xMailer: "Ariane demo mailbox",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(message)) throw new Error("the answer was not printed as bytes");
  return { envelope: { from: answer.from, to }, raw: message };
}

/** Hands an answer to the product's door for incoming mail. Rejects with the server's words when it is refused. */
export async function sendAnswer(
  printed: PrintedAnswer,
  door: { readonly host: string; readonly port: number },
): Promise<void> {
  const transport = createTransport({ ...door, secure: false, ignoreTLS: true, name: "mailbox.demo" });
  try {
    await transport.sendMail({
      envelope: { from: printed.envelope.from, to: [printed.envelope.to] },
      raw: printed.raw,
    });
  } finally {
    transport.close();
  }
}

function quoteOf({ mail }: KeptMail): { readonly introduction: string; readonly text: string; readonly html: string } {
  const language = contentLanguage(mail.headers);
  const introduce = INTRODUCTIONS[language] ?? INTRODUCTIONS["en"];
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const who = `${nameOf(mail.from)} <${mail.from?.address ?? ""}>`;
  const text = (mail.text ?? "").replace(/\r\n/g, "\n").trimEnd();
  return {
    introduction: introduce?.(when.format(new Date(mail.date ?? 0)), who) ?? "",
    text: text
      .split("\n")
      .map((line) => (line.startsWith(">") ? `>${line}` : `> ${line}`.trimEnd()))
      .join("\n"),
    html: bodyOf(mail.html ?? `<pre>${toHtml(text)}</pre>`),
  };
}

export const contentLanguage = (headers: readonly { readonly key: string; readonly value: string }[]): string =>
  headers
    .find(({ key }) => key === "content-language")
    ?.value.slice(0, 2)
    .toLowerCase() ?? "en";

/** What stands in the body: mail programs quote that, without head and style. */
function bodyOf(html: string): string {
  const from = html.search(/<body[\s>]/i);
  if (from === -1) return html;
  const start = html.indexOf(">", from) + 1;
  const end = html.lastIndexOf("</body>");
  return html.slice(start, end === -1 ? undefined : end).trim();
}

const stripAngles = (id: string): string => id.replace(/^<|>$/g, "");

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const toHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter).replace(/\n/g, "<br>\n");
