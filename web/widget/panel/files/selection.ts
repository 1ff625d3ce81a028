/** Which files the person adds to the message, and which of them go up again. */
import { type Progress, waitingAgain } from "../../../kit/tray.ts";
import { EMPTY_TRAY, type Tray, type TrayFile } from "./tray.ts";

/** FILE_LIMITS of the contract, whose values the widget does not load; a test compares them. */
export const MOST_FILES = 10;
export const MOST_BYTES = 25 * 1024 * 1024;

/** The tray with these files, as far as a message carries them. `firstKey`: not used before. */
export function withFiles(tray: Tray, files: readonly File[], firstKey: number): Tray {
  const carried = tray.files.filter(({ progress }) => progress.kind !== "refused").length;
  let room = MOST_FILES - carried;
  const added: TrayFile[] = [];
  for (const [index, file] of files.entries()) {
    const progress = firstProgress(file);
    const takesRoom = progress.kind !== "refused";
    if (takesRoom && room === 0) continue;
    if (takesRoom) room -= 1;
    added.push({ key: firstKey + index, file, progress });
  }
  return { files: [...tray.files, ...added], leftOut: files.length - added.length };
}

/** Checked here first: nobody should upload for minutes to learn that it was too much. */
function firstProgress({ size }: File): Progress {
  if (size === 0) return { kind: "refused", code: "file-empty" };
  return size > MOST_BYTES ? { kind: "refused", code: "file-too-large" } : { kind: "waiting" };
}

export const withoutFile = (tray: Tray, key: number): Tray => {
  const files = tray.files.filter((one) => one.key !== key);
  return files.length === 0 ? EMPTY_TRAY : { files, leftOut: 0 };
};

/** Those that failed wait for their turn again. */
export const retried = (tray: Tray): Tray => waitingAgain(tray, (progress) => progress.kind === "failed");

/** What was uploaded under another session is not ours to send: it goes up once more. `token` null: there is none. */
export const underToken = (tray: Tray, token: string | null): Tray =>
  waitingAgain(tray, (progress) => progress.kind === "there" && progress.token !== token);
