/** Bytes to text by what the bytes prove, then by the label that the sender gave. Never throws. */
import iconv from "iconv-lite";
import { type Encoding, encodingOf } from "./labels.ts";
import { guessWriting } from "./guess.ts";
import { decodeShifted, shiftedBy } from "./shifted.ts";

/**
 * `label`: what the sender calls it. `mailCharset`: what the rest of the mail is written in, for text without a label of
 * its own; null: nothing known.
 */
export function decodeText(bytes: Uint8Array, label: string | undefined, mailCharset: string | null = null): string {
  return cleaned(decodeBytes(bytes, label, mailCharset));
}

/** The same, controls and all: for what is cleaned later. */
export const decodeBytes = (bytes: Uint8Array, label: string | undefined, mailCharset: string | null = null): string =>
  decoded(bytes, encodingOf(label), mailCharset);

function decoded(bytes: Uint8Array, declared: Encoding | null, mailCharset: string | null): string {
  const marked = byMark(bytes);
  if (marked !== null) return decodeAs(marked, bytes);
  const wide = wideByZeros(bytes);
  if (wide !== null) return decodeAs(wide, bytes);
  if (isSevenBit(bytes)) return decodeSevenBit(bytes, declared);
  // Text that is valid UTF-8 beyond ASCII is UTF-8, whatever it calls itself: no other writing looks like it by chance.
  const asUtf8 = strictly("utf-8", bytes);
  if (asUtf8 !== null) return (isByChance(asUtf8) ? inEastAsian(declared, bytes) : null) ?? asUtf8;
  if (declared !== null && declared.name !== "utf-8") return decodeDeclared(declared, bytes);
  return decodeUnlabelled(bytes, encodingOf(mailCharset ?? undefined));
}

/**
 * The one exception: a few letters of East Asia, of two bytes each, may pass for UTF-8 of two bytes, which then is Greek,
 * Cyrillic or the like. Their own UTF-8 has three.
 */
const isByChance = (text: string): boolean =>
  !/[\p{Script=Latin}\u0800-\u{10FFFF}]/u.test(text.replaceAll(/\p{ASCII}/gu, ""));

const EAST_ASIAN: ReadonlySet<string> = new Set(["gbk", "gb18030", "big5", "euc-kr", "euc-jp", "shift_jis"]);

const inEastAsian = (declared: Encoding | null, bytes: Uint8Array): string | null =>
  declared !== null && EAST_ASIAN.has(declared.name) ? strictly(declared.name, bytes) : null;

/** As it calls itself, unless it cannot be that, and is something else of the East. */
function decodeDeclared(declared: Encoding, bytes: Uint8Array): string {
  const isEastern = EAST_ASIAN.has(declared.name) || declared.name === "iso-2022-jp";
  const text = isEastern ? strictly(declared.name, bytes) : null;
  if (!isEastern || (text !== null && !isHalfWide(text))) return text ?? decodeAs(declared, bytes);
  const other = guessWriting(bytes);
  return other === null ? decodeAs(declared, bytes) : new TextDecoder(other).decode(bytes);
}

/** Nobody writes so any more; every pair of EUC reads like it. */
const isHalfWide = (text: string): boolean =>
  (text.match(/[\uFF61-\uFF9F]/g)?.length ?? 0) * 2 > (text.match(/\P{ASCII}/gu)?.length ?? 0);

/** Seven bits are ASCII, or one of the writings that were made for them: those show themselves, or are named. */
function decodeSevenBit(bytes: Uint8Array, declared: Encoding | null): string {
  const escaped = shiftedBy(bytes, declared?.name ?? null);
  if (escaped === "iso-2022-jp") return decodeAs({ kind: "web", name: escaped }, bytes);
  if (escaped !== null) return decodeShifted(escaped, bytes);
  if (declared?.kind === "library" && /^utf-?7/.test(declared.name)) return decodeAs(declared, bytes);
  // Of the writings of two or four bytes none does without zeros in so many characters of Latin, digits or line ends.
  return new TextDecoder().decode(bytes);
}

/** Neither UTF-8 nor labelled: as the rest of the mail, unless that proves wrong; else by what it proves to be, or as Windows wrote in the West. */
function decodeUnlabelled(bytes: Uint8Array, ofMail: Encoding | null): string {
  const alike = ofMail?.kind === "web" && ofMail.name !== "utf-8" ? strictly(ofMail.name, bytes) : null;
  return (
    alike ??
    nearlyUtf8(bytes) ??
    partlyUtf8(bytes) ??
    new TextDecoder(guessWriting(bytes) ?? "windows-1252").decode(bytes)
  );
}

/** UTF-8 with a few broken characters, as where somebody cut it by bytes. Null: the broken ones are no exception. */
function nearlyUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  let broken = 0;
  let whole = 0;
  for (const character of text) {
    if (character === "\uFFFD") broken += 1;
    else if (character > "\u007F") whole += 1;
  }
  return broken * 3 <= whole ? text : null;
}

/** UTF-8 with a stretch in another writing, as where a server adds its footer. Null: less is UTF-8 than is not. */
function partlyUtf8(bytes: Uint8Array): string | null {
  const west = new TextDecoder("windows-1252");
  let [whole, others] = [0, 0];
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replaceAll(BEYOND_ASCII, (found, character?: string) => {
      const own = Buffer.from(found, "latin1");
      if (character === undefined) others += 1;
      else whole += 1;
      return character === undefined ? west.decode(own) : own.toString("utf8");
    });
  return others <= whole ? text : null;
}

/** A character of UTF-8 in its bytes, or any other byte. */
const BEYOND_ASCII =
  /([\xC2-\xDF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3})|[\x80-\xFF]/g;

function byMark(bytes: Uint8Array): Encoding | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { kind: "web", name: "utf-8" };
  if (first === 0xff && second === 0xfe)
    return third === 0 && fourth === 0 ? { kind: "library", name: "utf-32le" } : { kind: "web", name: "utf-16le" };
  return first === 0xfe && second === 0xff ? { kind: "web", name: "utf-16be" } : null;
}

/** How much of a text shows in which places its zeros stand. */
const LOOKED_AT = 1_024;

/** Texts in UTF-16 have a zero in every Latin character, digit, space and line end, all on one side. */
function wideByZeros(bytes: Uint8Array): Encoding | null {
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const enough = Math.max(2, start.length / 10);
  if (Math.max(even, odd) < enough || Math.min(even, odd) * 4 > Math.max(even, odd)) return null;
  return { kind: "web", name: odd > even ? "utf-16le" : "utf-16be" };
}

const isSevenBit = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

function decodeAs(encoding: Encoding, bytes: Uint8Array): string {
  switch (encoding.kind) {
    case "web":
      return new TextDecoder(encoding.name).decode(bytes);
    case "library":
      return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding.name);
    case "shifted":
      return decodeShifted(encoding.name, bytes);
    default:
      return encoding satisfies never;
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
