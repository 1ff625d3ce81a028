/** The files of a mail, as a mail program offers them. */
import type { Attachment, Email } from "postal-mime";

export interface ListedFile {
  readonly name: string;
  /** In octets. */
  readonly size: number;
}

/** Those that the mail does not show in its place; `index` counts all of them, as in `fileOf`. */
export const listFiles = (mail: Email): readonly (ListedFile & { readonly index: number })[] =>
  mail.attachments
    .map((file, index) => ({ file, index }))
    .filter(({ file }) => !isShown(mail, file))
    .map(({ file, index }) => ({ index, name: nameOf(file, index), size: bytesOf(file).length }));

/** Null: the mail has fewer. */
export function fileOf(mail: Email, index: number): { readonly name: string; readonly bytes: Buffer } | null {
  const file = mail.attachments[index];
  return file === undefined ? null : { name: nameOf(file, index), bytes: bytesOf(file) };
}

/** The HTML with its own pictures in place: the page may load nothing, so they travel inside. */
export function withPictures(html: string, mail: Email): string {
  return html.replaceAll(/cid:([^"'\s)>]+)/gi, (address, id: string) => {
    const file = mail.attachments.find((each) => idOf(each) === id);
    return file === undefined || !file.mimeType.startsWith("image/")
      ? address
      : `data:${file.mimeType};base64,${bytesOf(file).toString("base64")}`;
  });
}

const nameOf = (file: Attachment, index: number): string => file.filename ?? `file-${index + 1}`;

const isShown = (mail: Email, file: Attachment): boolean =>
  idOf(file) !== "" && (mail.html ?? "").includes(`cid:${idOf(file)}`);

const idOf = (file: Attachment): string => file.contentId?.replace(/^<|>$/g, "") ?? "";

const bytesOf = ({ content }: Attachment): Buffer =>
  typeof content === "string" ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
