/** Bytes to text by the label the sender gave, unless the bytes prove the label wrong. Never throws. */
export function decodeText(bytes: Uint8Array, label: string | undefined): string {
  const declared = knownLabel(label);
  if (declared === null || declared === "utf-8" || isLatin(declared)) {
    // Text that is valid UTF-8 beyond ASCII is UTF-8, whatever it calls itself: no other writing looks like it by chance.
    const asUtf8 = strictly("utf-8", bytes);
    if (asUtf8 !== null) return cleaned(asUtf8);
    // Mail programs on Windows send windows-1252 under the name of UTF-8 or of ISO-8859-1.
    return cleaned(
      new TextDecoder(declared === null || declared === "utf-8" ? "windows-1252" : declared).decode(bytes),
    );
  }
  return cleaned(new TextDecoder(declared).decode(bytes));
}

const isLatin = (label: string): boolean => label === "windows-1252" || label === "iso-8859-15";

/** Names met in mail that the encoding standard does not list. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["cp932", "shift_jis"],
  ["cp936", "gbk"],
  ["cp949", "euc-kr"],
  ["cp950", "big5"],
  ["cp50220", "iso-2022-jp"],
  ["iso-2022-jp-ms", "iso-2022-jp"],
  ["iso-8859-8-i", "iso-8859-8"],
  ["uhc", "euc-kr"],
  ["hz-gb-2312", "gbk"],
  ["default", "utf-8"],
  ["unknown-8bit", "utf-8"],
  ["utf-8-sig", "utf-8"],
  ["utf8mb4", "utf-8"],
]);

/** The standard's name of an encoding, or null when the label means nothing. */
function knownLabel(label: string | undefined): string | null {
  const wanted = (label ?? "").trim().toLowerCase().slice(0, 60);
  if (wanted === "") return null;
  const name = ALIASES.get(wanted) ?? ALIASES.get(wanted.replace(/^x-/, "")) ?? wanted;
  try {
    const { encoding } = new TextDecoder(name);
    return encoding === "replacement" ? null : encoding;
  } catch {
    return null;
  }
}

function strictly(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** No NUL (PostgreSQL's text refuses it), no half surrogates, `\n` line ends. */
export const cleaned = (text: string): string => text.replaceAll("\0", "").replaceAll(/\r\n?/g, "\n").toWellFormed();
