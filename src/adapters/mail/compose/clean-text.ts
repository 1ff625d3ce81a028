/** What people wrote, made fit for a mail: no control character, no broken surrogate, no invisible direction change. */

/** A name longer than this is cut by graphemes; the longest sane ones are about half. */
const NAME_GRAPHEMES = 64;

/** Line ends, tabs and other controls; U+2028 and U+2029 end lines as well. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/**
 * Direction marks, embeddings, overrides and isolates (Unicode UAX #9) would let a name turn around the sentence it
 * stands in; zero-width and soft marks would make two names look alike. The joiner of emoji (U+200D) stays.
 */
const INVISIBLE = /[\u061C\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A name on one line, safe in a header and in a sentence; empty when nothing of it is left. */
export function cleanName(name: string): string {
  const line = name.toWellFormed().replace(BREAKS, " ").replace(INVISIBLE, "").replace(/\s+/gu, " ").trim();
  const kept: string[] = [];
  for (const { segment } of graphemes.segment(line)) {
    if (kept.length === NAME_GRAPHEMES) return `${kept.slice(0, -1).join("").trimEnd()}…`;
    kept.push(segment);
  }
  return line;
}

/** A message with `\n` line ends and without other controls. Direction marks stay: they are part of the language. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "")
    .replace(/[^\S\n]+$/gmu, "")
    .replace(/^\n+|\n+$/gu, "");

const RIGHT_TO_LEFT_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** A name or address put into a sentence of another direction keeps its own (UAX #9 §2.7). */
export const isolate = (value: string, dir: "ltr" | "rtl"): string =>
  dir === "rtl" || RIGHT_TO_LEFT_LETTER.test(value) ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}` : value;
