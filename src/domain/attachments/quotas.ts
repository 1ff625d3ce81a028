/** How much is kept of what is uploaded, and how much room is left for conversations whatever comes. */
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";

const MB = 1024 * 1024;
export const GB = 1024 * MB;

/** Of one browser, or one agent, in a day: twenty of the largest files, more than anybody has to show. */
export const UPLOADED_A_DAY_AT_MOST = 500 * MB;
/** In one conversation: days of that. Whoever has more to hand over needs another way. */
export const CONVERSATION_FILES_AT_MOST = 2 * GB;
/** In all, unless the operator says otherwise: what a small rented disk has to spare beside its system. */
export const FILES_AT_MOST = 20 * GB;
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

/** Whether one more file is taken. `filesAtMost`: of the installation. */
export function decideRoom(kept: Weights, filesAtMost: number): Result<null, Refusal> {
  if (kept.installation >= filesAtMost) return noRoom();
  if (kept.conversation >= CONVERSATION_FILES_AT_MOST) {
    return refuse("conversation-full", "This conversation holds as many files as one may.");
  }
  if (kept.today >= UPLOADED_A_DAY_AT_MOST) return refuse("upload-quota", "Enough for today: try again tomorrow.");
  return ok(null);
}

/** No file is kept just now, whoever sends it. */
export const noRoom = () => refuse("no-room", "There is no room for files and mail just now.");
