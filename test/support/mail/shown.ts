/** Mails on the wire, part by part, and what the people of the house see of them. */
import { parseMime } from "../../../src/adapters/mail/mime-in.ts";
import { readWritten } from "../../../src/adapters/mail/text/reply-text.ts";
import type { ParsedMail } from "../../../src/domain/inbound-mail/reading/parsed-mail.ts";
import { bytesOf } from "./mail.ts";

/** Its boundary is its kind, so that no two within each other have the same. */
export const multipart = (type: string, ...parts: readonly string[]): string =>
  [
    `Content-Type: multipart/${type}; boundary=${type}`,
    "",
    ...parts.flatMap((part) => [`--${type}`, part]),
    `--${type}--`,
    "",
  ].join("\r\n");

/** `head`: further header lines. */
export const part = (type: string, text: string, ...head: readonly string[]): string =>
  [`Content-Type: ${type}`, ...head, "", text].join("\r\n");

/** The same of bytes, in base64. */
export const binaryPart = (type: string, bytes: Uint8Array, ...head: readonly string[]): string =>
  part(type, Buffer.from(bytes).toString("base64"), ...head, "Content-Transfer-Encoding: base64");

export interface Shown {
  readonly text: string;
  /** What is folded away. */
  readonly cut: string | null;
  /** Each as `name: bytes`. */
  readonly files: readonly string[];
  readonly mail: ParsedMail;
}

/** What is posted of a mail that somebody answered with; nothing is known of what we sent. */
export async function shownOf(raw: Uint8Array): Promise<Shown> {
  const mail = await parseMime(raw);
  const { text, cut, files } = await readWritten(mail, []);
  const named = files.map(({ filename, bytes }) => `${filename ?? "?"}: ${Buffer.from(bytes).toString("latin1")}`);
  return { text, cut, files: named, mail };
}

/** The same of a mail by Marie without its first header lines; its subject is "the subject". */
export const shown = (mail: string): Promise<Shown> =>
  shownOf(bytesOf(`From: Marie <marie@example.com>\r\nSubject: the subject\r\n${mail}`));
