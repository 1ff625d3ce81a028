/** Raw bytes → what an agent looks at. */
import { decodeWords } from "./mime/charset/encoded-words.ts";
import { factsOfFile, type FileFacts } from "../../domain/attachments/describe-file.ts";
import type { MailAttachment } from "../../domain/inbound-mail/reading/parsed-mail.ts";
import type { MailFile, MailViewer, ViewedMail } from "../../ports/mail/mail-viewer.ts";
import { oneLine } from "./mime/fields.ts";
import { parseMime } from "./mime-in.ts";
import { apart } from "./heavy/apart.ts";
import { isHeavyText } from "./heavy/weight.ts";
import { type InlineImages, type Sanitised, sanitizeMailHtml } from "./sanitize.ts";

/** Header lines shown; nobody reads on, and the raw mail has the rest. */
const MAX_HEADERS = 300;
const MAX_HEADER_CHARS = 2_000;
/** Characters of text shown. */
const MAX_TEXT_CHARS = 200_000;

export const createMailViewer = (): MailViewer => ({ view: viewMail, file: findFile });

async function viewMail(raw: Uint8Array, pathOf: (at: number) => string): Promise<ViewedMail> {
  const mail = await parseMime(raw);
  const attachments = mail.attachments.map(factsOf);
  const paths = picturePaths(mail.attachments, attachments, pathOf);
  const shown = mail.html === null ? null : await sanitised(mail.html, { paths });
  return {
    headers: [...mail.headers]
      .flatMap(([name, values]) => values.map((value) => ({ name, value: readable(value) })))
      .slice(0, MAX_HEADERS),
    text: mail.text?.slice(0, MAX_TEXT_CHARS) ?? null,
    html: shown?.html ?? null,
    remoteImages: shown?.remoteImages ?? 0,
    attachments,
    unreadable: mail.unreadable,
    protection: mail.protection,
  };
}

/** Null: it takes too long. The text is shown all the same. */
const sanitised = async (html: string, images: InlineImages): Promise<Sanitised | null> =>
  isHeavyText(html) ? apart("sanitise", { html, ...images }) : sanitizeMailHtml(html, images);

async function findFile(raw: Uint8Array, at: number): Promise<MailFile | null> {
  const attachment = (await parseMime(raw)).attachments[at];
  return attachment === undefined ? null : { facts: factsOf(attachment), bytes: attachment.bytes };
}

const factsOf = ({ filename, contentType, bytes }: MailAttachment): FileFacts =>
  factsOfFile({ name: filename, declaredType: contentType, start: bytes, size: bytes.length });

/** By Content-ID, where the bytes are those of a picture that every browser draws. Of two with one id, the first. */
function picturePaths(
  parts: readonly MailAttachment[],
  facts: readonly FileFacts[],
  pathOf: (at: number) => string,
): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [at, { contentId }] of parts.entries()) {
    if (contentId === null || paths.has(contentId) || (facts[at]?.image ?? null) === null) continue;
    paths.set(contentId, pathOf(at));
  }
  return paths;
}

/** Decoding may bring line breaks and controls back, which a header has none of. */
const readable = (value: string): string => oneLine(decodeWords(value.slice(0, MAX_HEADER_CHARS)));
