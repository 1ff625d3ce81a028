/** The files that somebody has put beside the message they are writing, and how far each is. */
import type { Attachment } from "../../contract/shared.ts";
import type { Refusal } from "./answer.ts";

/** A file that the server has. */
export interface Uploaded {
  readonly attachment: Attachment;
  /** Of the session that alone may send it; null: whoever is signed in may. */
  readonly token: string | null;
}

export type Progress =
  /** Its turn comes. */
  | { readonly kind: "waiting" }
  /** `share` of its bytes are on the server, 0 … 1. */
  | { readonly kind: "going"; readonly share: number }
  | ({ readonly kind: "there" } & Uploaded)
  /** Worth another try. `unreachable`: for want of a line. */
  | ({ readonly kind: "failed" } & Refusal)
  /** It never goes: too large, empty, no file. */
  | ({ readonly kind: "refused" } & Refusal);

/** `F`: what stands for a file where there is a browser. */
export interface Added<F = unknown> {
  /** Of this page only. */
  readonly key: number;
  readonly file: F;
  readonly progress: Progress;
}

interface Holding {
  readonly files: readonly Added[];
}

/** Whether a file is still on its way. */
export const isUploading = ({ files }: Holding): boolean =>
  files.some(({ progress }) => progress.kind === "waiting" || progress.kind === "going");

/** Whether a file has to be tried again, or taken out, before the message can go. */
export const hasFailed = ({ files }: Holding): boolean => files.some(({ progress }) => progress.kind === "failed");

/** The same tray where the file was taken out meanwhile, or is in another. */
export const withProgress = <T extends Holding>(tray: T, key: number, progress: Progress): T =>
  tray.files.some((one) => one.key === key)
    ? { ...tray, files: tray.files.map((one) => (one.key === key ? { ...one, progress } : one)) }
    : tray;

/** Such files wait for their turn again; the same tray where there are none. */
export function waitingAgain<T extends Holding>(tray: T, which: (progress: Progress) => boolean): T {
  const again = tray.files.filter(({ progress }) => which(progress));
  return again.reduce((left, { key }) => withProgress(left, key, { kind: "waiting" }), tray);
}
