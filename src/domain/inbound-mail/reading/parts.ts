/** Finding the machine-readable parts of a report. */
import type { MailAttachment, ParsedMail } from "./parsed-mail.ts";
import { textOfHtml } from "./html-text.ts";
import { type HeaderField, parseHeaderBlock } from "./header-block.ts";

/** The attachments whose type is one of `types`, in order. */
export const partsOfType = (
  mail: Pick<ParsedMail, "attachments">,
  types: readonly string[],
): readonly MailAttachment[] => mail.attachments.filter((part) => types.includes(part.contentType));

/** Characters of HTML whose words are looked for: what a machine has to say, it says at the top. */
const LOOKED_AT = 200_000;

/** What a person would see first: the plain text, else the words of the HTML. */
export function readableText(mail: Pick<ParsedMail, "text" | "html">): string {
  const text = mail.text ?? "";
  return text.trim() === "" && mail.html !== null ? textOfHtml(mail.html.slice(0, LOOKED_AT)) : text;
}

/** Groups of `Name: value` lines with blank lines between, as RFC 3464 §2.1 and its kin have them. Empty groups are left out. */
export function parseFieldGroups(text: string, maxGroups = 100): readonly (readonly HeaderField[])[] {
  const groups: (readonly HeaderField[])[] = [];
  let at = 0;
  while (at < text.length && groups.length < maxGroups) {
    const block = parseHeaderBlock(text, at);
    if (block.fields.length > 0) groups.push(block.fields);
    at = block.bodyAt;
  }
  return groups;
}

/** The first value of a field, or null. */
export const fieldValue = (fields: readonly HeaderField[], name: string): string | null =>
  fields.find((field) => field.name === name)?.value ?? null;

/** `rfc822; marie@example.com` → `marie@example.com` (RFC 3464 §2.1.2). */
export function typedValue(value: string): string {
  const semicolon = value.indexOf(";");
  return (semicolon < 0 ? value : value.slice(semicolon + 1)).trim();
}

/** An address out of `<…>` or bare; null when there is none in it. */
export function addressIn(value: string): string | null {
  return /[^\s<>"(),;:]{1,64}@[a-z0-9._-]{1,253}[a-z0-9]/i.exec(value)?.[0] ?? null;
}

/** The first address in a header, or null. */
export const headerAddress = (mail: Pick<ParsedMail, "headers">, name: string): string | null =>
  addressIn(mail.headers.get(name)?.[0] ?? "");
