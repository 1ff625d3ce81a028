/** A file name that every file system takes, counted in UTF-16 units of at most 3 bytes: under the usual 255 bytes with room for a prefix. */
const MAX_FILE_NAME = 80;

/**
 * A sender's file name made safe to show and to offer for a download (RFC 2183 §2.3): the last part of any path, no controls,
 * nothing that turns the reading direction and hides an ending, no name a system takes for a device. Null: nothing is left of it.
 */
export function cleanFileName(name: string | null): string | null {
  if (name === null) return null;
  const last = name.slice(0, 4_096).split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(INVISIBLE, "")
    .replaceAll(FORBIDDEN, "_")
    .replaceAll(/\s+/g, " ")
    .trim();
  const bare = withoutDots(plain);
  if (bare === "") return null;
  return shortened(DEVICE.test(bare) ? `_${bare}` : bare);
}

/** A leading dot hides a file, a trailing dot or space is dropped by some systems after they checked the ending. */
function withoutDots(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && name[start] === ".") start += 1;
  while (end > start && (name[end - 1] === "." || name[end - 1] === " ")) end -= 1;
  return name.slice(start, end);
}

/** Controls, format characters (zero width, direction marks), private use and line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu;
const FORBIDDEN = /[<>:"|?*]/g;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

function shortened(name: string): string {
  if (name.length <= MAX_FILE_NAME) return name;
  const dot = name.lastIndexOf(".");
  const ending = dot > 0 ? name.slice(dot, dot + 16).toWellFormed() : "";
  // A cut inside a character leaves half of it; the other half goes too.
  return name.slice(0, MAX_FILE_NAME - ending.length).replace(/[\ud800-\udbff]$/, "") + ending.replaceAll("\ufffd", "");
}
