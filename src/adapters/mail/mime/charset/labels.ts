/** The names that mail gives to encodings → who decodes them. */
import iconv from "iconv-lite";
import type { Shifted } from "./shifted.ts";

/** `web`: the runtime decodes it. `library`: iconv-lite does. `shifted`: one of the seven-bit writings of `shifted.ts`. */
export type Encoding =
  { readonly kind: "web" | "library"; readonly name: string } | { readonly kind: "shifted"; readonly name: Shifted };

/** Null: the label means nothing, or no more than ASCII, which needs none. */
export function encodingOf(label: string | undefined): Encoding | null {
  const given = (label ?? "").slice(0, LONGEST).trim().toLowerCase().replaceAll(/["']/g, "");
  const bare = given.replace(/^(?:x-|cs)/, "").replaceAll(/[^a-z0-9]/g, "");
  if (bare === "" || ASCII.has(bare)) return null;
  const shifted = SHIFTED.get(bare);
  if (shifted !== undefined) return { kind: "shifted", name: shifted };
  return byRuntime(ALIASES.get(bare) ?? given) ?? byRuntime(given.replaceAll("_", "-")) ?? byLibrary(bare);
}

const LONGEST = 60;
const ASCII: ReadonlySet<string> = new Set(["usascii", "ascii", "ansix341968", "iso646us", "us", "7bit", "8bit"]);

const SHIFTED: ReadonlyMap<string, Shifted> = new Map([
  ["hzgb2312", "hz"],
  ["hz", "hz"],
  ["iso2022kr", "iso-2022-kr"],
  ["cp50225", "iso-2022-kr"],
  ["iso2022cn", "iso-2022-cn"],
  ["iso2022cnext", "iso-2022-cn"],
  ["cp50227", "iso-2022-cn"],
]);

/** Names met in mail that the encoding standard does not list, without their marks. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ...["cp932", "ms932", "windows932", "windows31j", "shiftjisx0213"].map((name) => [name, "shift_jis"] as const),
  ...["cp936", "ms936", "windows936", "euccn", "gb23121980"].map((name) => [name, "gbk"] as const),
  ...["cp949", "ms949", "uhc", "ksc56011987", "ksc5601"].map((name) => [name, "euc-kr"] as const),
  ...["cp950", "ms950", "windows950", "big5eten", "big5hkscs"].map((name) => [name, "big5"] as const),
  ...["cp50220", "cp50221", "cp50222", "iso2022jpms", "iso2022jp1", "iso2022jp2", "iso2022jp3", "jis"].map(
    (name) => [name, "iso-2022-jp"] as const,
  ),
  ...["cp51932", "eucjpms"].map((name) => [name, "euc-jp"] as const),
  ["iso88598i", "iso-8859-8"],
  ["iso88598e", "iso-8859-8"],
  ["latin9", "iso-8859-15"],
  ["tis620", "windows-874"],
  ...["default", "unknown8bit", "unknown", "utf8sig", "utf8mb4", "utf8", "unicode11utf8"].map(
    (name) => [name, "utf-8"] as const,
  ),
  ...Array.from({ length: 9 }, (_, at) => [`win125${at}`, `windows-125${at}`] as const),
  ...Array.from({ length: 9 }, (_, at) => [`ansi125${at}`, `windows-125${at}`] as const),
  ...Array.from({ length: 16 }, (_, at) => [`iso8859${at + 1}`, `iso-8859-${at + 1}`] as const),
]);

function byRuntime(name: string): Encoding | null {
  try {
    const { encoding } = new TextDecoder(name);
    return encoding === "replacement" ? null : { kind: "web", name: encoding };
  } catch {
    return null;
  }
}

/** The library knows encodings of bytes, such as base64, beside those of text: these are the ones wanted of it. */
const OF_LIBRARY = /^(?:(?:cp|ibm|dos|oem|pc|codepage)\d{3,4}|utf7(?:imap)?|utf32(?:le|be)?|mac[a-z]{4,12})$/;

function byLibrary(bare: string): Encoding | null {
  const name = bare
    .replace(/^(?:unicode11utf7|unicode20utf7|unicode20utf7)$/, "utf7")
    .replace(/^(?:ibm|dos|oem|pc|codepage)(?=\d)/, "cp");
  return OF_LIBRARY.test(name) && iconv.encodingExists(name) ? { kind: "library", name } : null;
}
