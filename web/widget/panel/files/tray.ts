/** The files that the person has put beside the message they are writing. */
import type { Attachment } from "../../../../contract/shared.ts";

export type Progress =
  /** Its turn comes. */
  | { readonly kind: "waiting" }
  /** `share` of its bytes are on the server, 0 … 1. */
  | { readonly kind: "going"; readonly share: number }
  /** On the server, for the session with this token only. */
  | { readonly kind: "there"; readonly attachment: Attachment; readonly token: string }
  /** Worth another try. */
  | { readonly kind: "failed"; readonly code: string }
  /** It never goes: too large, empty, no file. */
  | { readonly kind: "refused"; readonly code: string };

export interface TrayFile {
  readonly key: number;
  readonly file: File;
  readonly progress: Progress;
}

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

/** Whether a file is still on its way. */
export const isUploading = ({ files }: Tray): boolean =>
  files.some(({ progress }) => progress.kind === "waiting" || progress.kind === "going");

/** Whether a file has to be tried again, or taken out, before the message can go. */
export const hasFailed = ({ files }: Tray): boolean => files.some(({ progress }) => progress.kind === "failed");

/** What stays when the message has gone: the files that did not go with it, and why. */
export const afterSending = ({ files }: Tray): Tray => ({
  files: files.filter(({ progress }) => progress.kind === "refused"),
  leftOut: 0,
});
