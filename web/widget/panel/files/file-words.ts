/** How files are named and measured for the eye. */
import { sizeWords } from "../../../ui/size-words.ts";
import type { Refusal } from "../../../kit/answer.ts";
import type { WidgetWords } from "../words.ts";
import { MOST_BYTES, MOST_FILES } from "./selection.ts";

/** Longer than this does not fit on one line beside its buttons. */
const LONG_NAME = 24;

/**
 * A name in two parts: where it is too long for its line, the first part gives way, and the end with the file's kind
 * stays in view. Without what turns the reading direction and would make `exe.png` of `gnp.exe`.
 */
export function nameParts(name: string): readonly [start: string, end: string] {
  const shown = name.replaceAll(/[\p{Cc}\p{Cf}]/gu, "");
  if (shown.length <= LONG_NAME) return [shown, ""];
  // The end begins with a character of its own, not with an accent that belongs to the one before.
  const [end] = /(?!\p{M}).{0,6}\.[^.]{1,8}$/su.exec(shown) ?? [""];
  return [shown.slice(0, shown.length - end.length), end];
}

/** Why this file does not go, as a sentence. `code` is the server's, or one of ours; `now` by this computer's clock. */
export function refusalText({ code, details }: Refusal, words: WidgetWords, now: number): string {
  switch (code) {
    case "file-empty":
      return words.t("files.empty");
    case "file-too-large":
      return words.t("files.too-large", { limit: sizeWords(MOST_BYTES, words.locale) });
    case "file-unreadable":
      return words.t("files.unreadable");
    case "unreachable":
      return words.t("files.unreachable");
    case "rate-limited":
    case "too-many-uploads":
      return words.t("files.later", { at: now + Number(details?.["retryAfterSeconds"] ?? 60) * 1_000 });
    case "upload-quota":
    case "conversation-full":
    case "no-room":
      return words.t("files.full");
    default:
      return words.t("files.failed");
  }
}

export const leftOutText = (count: number, words: WidgetWords): string =>
  words.t("files.left-out", { most: MOST_FILES, count });
