/** How much is kept of what is uploaded, and how much room is left for conversations whatever comes. */
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";

const MB = 1024 * 1024;
export const GB = 1024 * MB;

/** Bytes of files that are kept at most. */
export interface FilesAtMost {
  /** Uploaded by one browser, or one agent, in a day. */
  readonly aDay: number;
  readonly aConversation: number;
  readonly inAll: number;
}

/**
 * A day: twenty of the largest files, more than anybody has to show. A conversation: days of that; whoever has more to hand
 * over needs another way. In all, unless the operator says otherwise: what a small rented disk has to spare beside its
 * system.
 */
export const FILES_AT_MOST: FilesAtMost = { aDay: 500 * MB, aConversation: 2 * GB, inAll: 20 * GB };
/** Free on the disk of the data folder: below it no file and no mail is taken, so that the database can go on writing words. */
export const DISK_FLOOR = GB;

/** Bytes that are kept, as a new file comes. */
export interface Weights {
  /** Uploaded by the same within the last day. */
  readonly today: number;
  /** In the fullest conversation that goes on and that the uploader opens. */
  readonly conversation: number;
  readonly installation: number;
}

/** Whether one more file is taken. */
export function decideRoom(kept: Weights, { aDay, aConversation, inAll }: FilesAtMost): Result<null, Refusal> {
  if (kept.installation >= inAll) return noRoom();
  if (kept.conversation >= aConversation) {
    return refuse("conversation-full", "This conversation holds as many files as one may.");
  }
  if (kept.today >= aDay) return refuse("upload-quota", "Enough for today: try again tomorrow.");
  return ok(null);
}

/** No file is kept just now, whoever sends it. */
export const noRoom = () => refuse("no-room", "There is no room for files and mail just now.");
