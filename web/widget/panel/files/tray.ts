/** What the person has put beside the message they are writing. */
import type { Attachment } from "../../../../contract/shared.ts";
import type { Added } from "../../../kit/tray.ts";

export type TrayFile = Added<File>;

export interface Tray {
  readonly files: readonly TrayFile[];
  /** How many of those last added were too many for one message. */
  readonly leftOut: number;
}

export const EMPTY_TRAY: Tray = { files: [], leftOut: 0 };

/** What the next message takes along, in the order in which it was added. */
export const attachmentsOf = ({ files }: Tray): readonly Attachment[] =>
  files.flatMap(({ progress }) => (progress.kind === "there" ? [progress.attachment] : []));

/** Whether a message can be made of it: files that never go are none. */
export const hasFiles = ({ files }: Tray): boolean => files.some(({ progress }) => progress.kind !== "refused");
