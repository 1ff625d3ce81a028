/** A file that goes with a message: what is known of it, and how much one may send. */
import type { AttachmentId } from "../ids.ts";
import { DAY } from "../ids.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";
import { hasVisibleText } from "../visible-text.ts";

/** What everybody who sees the message sees of its file. Never changes; the file goes when the message is deleted. */
export interface Attachment {
  readonly id: AttachmentId;
  /** Cleaned: no path, no controls (RFC 2183 §2.3). Never empty. */
  readonly name: string;
  /** By its first bytes where they tell; never a type that a browser would run. */
  readonly type: string;
  /** In octets. */
  readonly size: number;
  /** In pixels, of a raster image that every browser shows; null: it is none. */
  readonly image: { readonly width: number; readonly height: number } | null;
}

/** 25 MB: what mail takes as well (35 MB with its encoding), so that a file can come and go by either channel. */
export const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024;
/** As many as fit on a screen beside the words; more belong into an archive. */
export const MAX_ATTACHMENTS_A_MESSAGE = 10;

/** Images that every browser and every mail program shows by itself. */
export const isShownImage = ({ type }: Pick<Attachment, "type">): boolean =>
  type === "image/png" || type === "image/jpeg" || type === "image/gif";

/** A file that no message has taken by then is forgotten: its sender has closed the page, or thought better of it. */
export const UPLOAD_WAITS_FOR = DAY;
/** More would be somebody filling our disk: two messages' worth. */
export const MAX_WAITING_UPLOADS = 2 * MAX_ATTACHMENTS_A_MESSAGE;

/** Before anything of a file is read. `waiting`: how many uploads of this sender no message has taken yet. */
export function decideUpload(waiting: number): Result<null, Refusal> {
  if (waiting < MAX_WAITING_UPLOADS) return ok(null);
  return refuse("too-many-uploads", "Send or wait a day: too many files are waiting for a message.");
}

/** As it comes, and when all of it has. */
export function decideSize(size: number): Result<null, Refusal> {
  if (size === 0) return refuse("file-empty", "This file is empty.");
  if (size > MAX_ATTACHMENT_BYTES) {
    return refuse("file-too-large", "A file may have 25 MB; put a larger one elsewhere and send its address.", {
      most: MAX_ATTACHMENT_BYTES,
    });
  }
  return ok(null);
}

/**
 * What a message is made of: its words, and the files that its writer uploaded for it. `files` null: one of them is
 * not to be had.
 */
export function decideContent(
  text: string,
  files: readonly Attachment[] | null,
): Result<{ readonly text: string; readonly attachments: readonly Attachment[] }, Refusal> {
  if (files === null) return refuse("file-unknown", "A file of this message is gone or in another one: send it again.");
  const isBlank = !hasVisibleText(text);
  if (isBlank && files.length === 0) return refuse("message-empty", "A message needs words or a file.");
  return ok({ text: isBlank ? "" : text, attachments: files });
}
