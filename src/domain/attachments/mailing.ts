/** How the files of replies travel in a mail (mail-rules.md rule 15). */
import { DAY, millis, type AttachmentId } from "../ids.ts";
import { type Attachment, isShownImage } from "./attachment.ts";

/** Larger ones go as links: mail servers keep mail, and people on the move load it. */
export const MAX_MAILED_FILE_BYTES = 10 * 1024 * 1024;
/**
 * Of all files of one mail. Base64 takes 78 octets for 57, so this is 23.3 MB on its way; with the words it stays under
 * the 25 MB that large providers take.
 */
const MAX_MAILED_BYTES = 17 * 1024 * 1024;
/** As long as the button back to the conversation: long enough for a holiday. */
export const FILE_LINK_LIVES_FOR = millis(30 * DAY);

/** `inline`: an image shown in the reply that it belongs to. `linked`: fetched from us, as long as the link lives. */
export type MailedAs = "inline" | "attached" | "linked";

/** One answer for each file, in the order in which the mail shows them. */
export function mailFiles(files: readonly Attachment[]): ReadonlyMap<AttachmentId, MailedAs> {
  let left = MAX_MAILED_BYTES;
  return new Map(
    files.map((file) => {
      if (file.size > Math.min(left, MAX_MAILED_FILE_BYTES)) return [file.id, "linked"];
      left -= file.size;
      return [file.id, isShownImage(file) && file.image !== null ? "inline" : "attached"];
    }),
  );
}
