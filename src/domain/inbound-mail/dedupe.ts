/** When are two mails the same mail? By recipient and Message-ID; without an id by sender, date and body. */
import { type ParsedMail, header } from "./reading/parsed-mail.ts";

interface DedupeKey {
  /** Unique for one mail to one recipient. The same mail in two of our mailboxes has two. */
  readonly key: string;
  /** Of the words: two mails under one key with different ones are kept both and flagged. */
  readonly bodyHash: string;
  /** False: the mail had no Message-ID of its own. */
  readonly hasId: boolean;
}

/** `recipient` is the token or address the mail came in for; `hash` any collision-resistant hash of a text. */
export function dedupeKey(mail: ParsedMail, recipient: string, hash: (text: string) => string): DedupeKey {
  const bodyHash = hash(bodyOf(mail));
  const named =
    mail.messageId === null
      ? `without-id\n${writtenBy(mail)}\n${header(mail, "date") ?? ""}\n${bodyHash}`
      : `id\n${mail.messageId}`;
  return { key: hash(`${recipient.toLowerCase()}\n${named}`), bodyHash, hasId: mail.messageId !== null };
}

const writtenBy = (mail: ParsedMail): string => mail.from.map(({ address }) => address.toLowerCase()).join(",");

/** Footers aside, providers rewrite white space on the way; the words stay. */
function bodyOf(mail: ParsedMail): string {
  const words = (mail.text ?? mail.html ?? "").replaceAll(/\s+/g, " ").trim();
  const attachments = mail.attachments.map(
    ({ filename, contentType, bytes }) => `${filename ?? ""} ${contentType} ${bytes.length}`,
  );
  return [mail.subject, words, ...attachments].join("\n");
}
