/** Raw bytes → what an agent looks at. */
import type { MailViewer, ViewedMail } from "../../ports/mail-viewer.ts";
import { parseMime } from "./mime-in.ts";
import { sanitizeMailHtml } from "./sanitize.ts";

/** Header lines shown; nobody reads on, and the raw mail has the rest. */
const MAX_HEADERS = 300;
const MAX_HEADER_CHARS = 2_000;
/** Characters of text shown. */
const MAX_TEXT_CHARS = 200_000;

/** Inline images show their words: only the raw mail brings them along. */
const NO_IMAGES = { paths: new Map<string, string>() };

export const createMailViewer = (): MailViewer => ({ view: viewMail });

async function viewMail(raw: Uint8Array): Promise<ViewedMail> {
  const mail = await parseMime(raw);
  const sanitised = mail.html === null ? null : sanitizeMailHtml(mail.html, NO_IMAGES);
  return {
    headers: [...mail.headers]
      .flatMap(([name, values]) => values.map((value) => ({ name, value: value.slice(0, MAX_HEADER_CHARS) })))
      .slice(0, MAX_HEADERS),
    text: mail.text?.slice(0, MAX_TEXT_CHARS) ?? null,
    html: sanitised?.html ?? null,
    remoteImages: sanitised?.remoteImages ?? 0,
    attachments: mail.attachments.map(({ filename, contentType, bytes }) => ({
      name: filename,
      type: contentType,
      bytes: bytes.length,
    })),
    unreadable: mail.unreadable,
  };
}
