/** Mail for tests: as the rules see it, or as lines on the wire. */
import { parseMime } from "../../../src/adapters/mail/mime-in.ts";
import type { ParsedMail } from "../../../src/domain/inbound-mail/reading/parsed-mail.ts";

/** An answer by Marie; a test changes only what it is about. */
export function aMail(
  change: Partial<ParsedMail> & { readonly head?: Readonly<Record<string, string>> } = {},
): ParsedMail {
  const { head = {}, ...fields } = change;
  const headers = new Map(Object.entries(head).map(([name, value]) => [name.toLowerCase(), [value]] as const));
  return {
    from: [{ name: "Marie Dupont", address: "marie@example.com" }],
    sender: null,
    replyTo: [],
    to: [{ name: "", address: "support@acme.example" }],
    cc: [],
    deliveredTo: [],
    originalTo: [],
    envelopeTo: [],
    returnPath: "marie@example.com",
    messageId: "one@example.com",
    inReplyTo: [],
    references: [],
    subject: "Re: Your order",
    date: null,
    headers,
    contentType: "text/plain",
    reportType: null,
    text: "Thank you, it arrived.",
    html: null,
    attachments: [],
    cut: [],
    protection: null,
    unreadable: null,
    ...fields,
  };
}

/** Lines as they came over the wire → the mail. */
export const parseLines = (...lines: readonly string[]): Promise<ParsedMail> => parseMime(bytesOf(lines.join("\r\n")));

/** Characters above 255 as UTF-8, the rest of the string with them. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Each character one byte: for text in a charset that is not UTF-8. */
export const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
