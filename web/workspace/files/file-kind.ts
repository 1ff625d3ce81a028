/** Which picture stands for a file that is not drawn itself. Pure. */
import type { IconName } from "../controls/icons.tsx";

const BY_TYPE: readonly (readonly [RegExp, IconName])[] = [
  [/^image\//, "picture"],
  [/^audio\//, "sound-file"],
  [/^video\//, "film"],
  [/^message\//, "mail"],
  [/csv|spreadsheet|ms-excel/, "sheet"],
  [/zip|compressed|x-tar|x-7z|x-rar/, "archive"],
  [/^text\/|pdf|word|rtf|opendocument\.text/, "text-file"],
];

/** For what the server would not name a type for: it says nothing of what is only a file with an ending. */
const BY_ENDING: readonly (readonly [RegExp, IconName])[] = [
  [/\.(heic|heif|svg|tiff?|bmp|avif|psd)$/i, "picture"],
  [/\.(mp3|m4a|wav|ogg|flac|opus)$/i, "sound-file"],
  [/\.(mp4|mov|webm|mkv|avi)$/i, "film"],
  [/\.(eml|msg)$/i, "mail"],
  [/\.(csv|xlsx?|ods|numbers)$/i, "sheet"],
  [/\.(zip|gz|tgz|rar|7z|tar|bz2|xz)$/i, "archive"],
  [/\.(pdf|docx?|odt|rtf|txt|md|pages|html?)$/i, "text-file"],
];

/** `type` as the server found it, or as the browser says before that; either may be of no help. */
export function fileIcon({ name, type }: { readonly name: string; readonly type: string }): IconName {
  // An office document is also a ZIP to whoever looks at its bytes: the ending knows better.
  const byEnding = BY_ENDING.find(([ending]) => ending.test(name));
  const byType = BY_TYPE.find(([pattern]) => pattern.test(type));
  const isVague = byType === undefined || byType[1] === "archive";
  return (isVague ? (byEnding ?? byType) : byType)?.[1] ?? "file";
}
