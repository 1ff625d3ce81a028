/** The messages of a folder, for the scripts that classify and score mail. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";

export interface MailFile {
  /** The file's name. */
  readonly id: string;
  readonly read: () => Uint8Array;
}

/** Endings that are not mail; anything else is taken for a message, since mailboxes name theirs as they like. */
const NOT_MAIL = new Set([
  ".json",
  ".md",
  ".html",
  ".htm",
  ".png",
  ".jpg",
  ".gif",
  ".pdf",
  ".zip",
  ".gz",
  ".ts",
  ".js",
  ".csv",
  ".yml",
  ".yaml",
]);

/** In order of name. Folders and hidden files are left out; a file that cannot be read throws when it is read. */
export function listMail(folder: string): readonly MailFile[] {
  return readdirSync(folder)
    .filter(
      (name) =>
        !name.startsWith(".") &&
        !NOT_MAIL.has(extname(name).toLowerCase()) &&
        !/^(?:readme|licen[cs]e)(?:\.txt)?$/i.test(name),
    )
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()
    .map((id) => ({ id, read: () => readFileSync(join(folder, id)) }));
}
