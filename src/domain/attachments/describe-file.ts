import type { AttachmentId } from "../ids.ts";
import type { Attachment } from "./attachment.ts";
import { cleanFileName } from "./file-name.ts";
import { fileType, SNIFFED_BYTES } from "./file-type.ts";
import { imageSize } from "./image-size.ts";

/** A file as its sender hands it over. Nothing in it is to be believed. */
export interface HandedFile {
  /** Null: it came without a name. */
  readonly name: string | null;
  readonly declaredType: string;
  /** All of it, or its first `SNIFFED_BYTES` and more. */
  readonly start: Uint8Array;
  /** In octets. */
  readonly size: number;
}

/** A file that we keep from now on. */
export const describeFile = (id: AttachmentId, file: HandedFile): Attachment => ({ id, ...factsOfFile(file) });

/** What is known of a file by its bytes, whether we keep it or not. */
export type FileFacts = Omit<Attachment, "id">;

/** What we say of a file from outside, in our own words. */
export function factsOfFile({ name, declaredType, size, ...handed }: HandedFile): FileFacts {
  const start = handed.start.subarray(0, SNIFFED_BYTES);
  const type = fileType(start, declaredType);
  return {
    name: cleanFileName(name) ?? `file${ENDINGS.get(type) ?? ""}`,
    type,
    size,
    image: imageSize(start, type),
  };
}

/** For files that came without a name, such as a picture out of the clipboard. */
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ["application/pdf", ".pdf"],
  ["application/zip", ".zip"],
  ["image/gif", ".gif"],
  ["image/jpeg", ".jpg"],
  ["image/png", ".png"],
  ["image/webp", ".webp"],
  ["message/rfc822", ".eml"],
  ["text/calendar", ".ics"],
  ["text/csv", ".csv"],
  ["text/plain", ".txt"],
]);
