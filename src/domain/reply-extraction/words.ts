/** One spelling for all comparisons: mail programs add direction marks, odd spaces and curly apostrophes as they like. */

const NOT_ASCII = /[^\t\n\r -~]/;
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const ODD_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
const APOSTROPHE = /[\u2018\u2019\u02BC\u00B4]/g;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
/** Digits of Arabic, Persian, Devanagari, Bengali and Thai, as the programs of these languages print dates. */
const OTHER_DIGIT = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF\u0E50-\u0E59]/g;
const SPACES = /\s+/g;
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+/u;
/** Scripts that put no space between words: there a phrase is looked for anywhere. */
const UNSPACED = /[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]/;

/** A line as it looks: no invisible characters, plain spaces and digits, trimmed. */
export function plain(text: string): string {
  const tidy = NOT_ASCII.test(text)
    ? text
        .replace(INVISIBLE, "")
        .replace(ODD_SPACE, " ")
        .replace(APOSTROPHE, "'")
        .replace(FULL_WIDTH, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
        .replace(OTHER_DIGIT, (c) => String(digitValue(c.charCodeAt(0))))
        .normalize("NFC")
    : text;
  return tidy.replace(SPACES, " ").trim();
}

/** Each block of ten digits starts at a code point that ends in 0 or 6 (hexadecimal). */
function digitValue(code: number): number {
  const low = code & 0xf;
  if (code >= 0x0660 && code <= 0x06f9) return low;
  if (code >= 0x0e50) return low;
  return low - 6;
}

/** The words of a plain line in lower case, one space between and around: " le lun 15 nov ". */
export const words = (line: string): string => ` ${line.toLowerCase().split(BETWEEN_WORDS).filter(Boolean).join(" ")} `;

/** Longer than any last word of a phrase, with what may follow it. */
const LONGEST_TAIL = 32;

/** A set of phrases that can be looked for in one pass over a line. */
interface Phrases {
  readonly byFirstWord: ReadonlyMap<string, readonly string[]>;
  readonly unspaced: readonly string[];
  readonly lastWords: ReadonlySet<string>;
}

export function phrases(all: readonly string[]): Phrases {
  const byFirstWord = new Map<string, string[]>();
  const unspaced: string[] = [];
  const lastWords = new Set<string>();
  for (const phrase of new Set(all.map((one) => words(plain(one))))) {
    if (UNSPACED.test(phrase)) {
      unspaced.push(phrase.trim());
      continue;
    }
    const first = phrase.slice(1, phrase.indexOf(" ", 1));
    lastWords.add(phrase.slice(phrase.lastIndexOf(" ", phrase.length - 2) + 1, -1));
    const others = byFirstWord.get(first);
    if (others === undefined) byFirstWord.set(first, [phrase]);
    else others.push(phrase);
  }
  return { byFirstWord, unspaced, lastWords };
}

type Where = "anywhere" | "start" | "end";

/** Whether `line` (from `words`) says one of the phrases there. */
export function says(line: string, wanted: Phrases, where: Where): boolean {
  const inUnspaced = wanted.unspaced.some((phrase) => {
    if (where === "start") return line.startsWith(` ${phrase}`);
    return where === "end" ? line.endsWith(`${phrase} `) : line.includes(phrase);
  });
  if (inUnspaced) return true;
  for (let at = 0; at < line.length - 1; at = line.indexOf(" ", at + 1)) {
    const candidates = wanted.byFirstWord.get(line.slice(at + 1, line.indexOf(" ", at + 1)));
    if (candidates?.some((phrase) => standsAt(line, phrase, at, where))) return true;
    if (where === "start") return false;
  }
  return false;
}

/** Whether a plain line may end in one of the phrases: a cheap look at its last word, before `says` is asked. */
export function mayEndIn(line: string, wanted: Phrases): boolean {
  const tail = line.slice(-LONGEST_TAIL);
  if (UNSPACED.test(tail)) return true;
  const bare = tail.replace(/[-:.,)("'\s]{1,8}$/, "").toLowerCase();
  return (
    wanted.lastWords.has(bare.slice(Math.max(bare.lastIndexOf(" "), bare.lastIndexOf("(")) + 1)) || bare.endsWith("(a")
  );
}

function standsAt(line: string, phrase: string, at: number, where: Where): boolean {
  return line.startsWith(phrase, at) && (where !== "end" || at + phrase.length === line.length);
}
