/**
 * What we know of the mails we sent: an answer that quotes them quotes words we have stored.
 *
 * Mail programs wrap, indent and re-encode lines, so not lines but runs of four words are compared: they survive.
 */
import type { Meter } from "./block.ts";
import { plain, words } from "./words.ts";

export interface SentTrace {
  /** Delimiters we put into these mails, in plain spelling where they can be seen; language-free. */
  readonly markers: readonly string[];
  /** Hashes of runs of words and of whole short lines. Made by `traceOf`. */
  readonly phraseHashes: ReadonlySet<number>;
  /** Hashes of the lines below the messages, without their addresses: the way back, who writes and why, how to stop. */
  readonly footHashes: ReadonlySet<number>;
  /** Hashes of runs of words and of whole lines, all without the addresses of pages in them. */
  readonly sentHashes: ReadonlySet<number>;
  /** Hashes of where links and signs stand: the words before, and how many of them since the last word. */
  readonly placeHashes: ReadonlySet<number>;
}

/**
 * What our mails carry before everything that an answer would quote. Of no language, and not seen: joiners that join
 * nothing, in an order that no writing has. The last keeps the letter that follows as it is (Arabic).
 */
export const DELIMITER = "\u200C\u200D\u200C\u200C\u200D\u200D\u200D\u200C";

/** Behind these came brand, sentence, name and time, and only then the words. */
export const HEAD_DELIMITERS: readonly string[] = ["\u200C\u200C\u200D\u200D\u200C\u200D\u200C\u200C", "##- · -##"];

/** All that our mails ever carried: what was sent is answered for years. */
export const DELIMITERS: readonly string[] = [DELIMITER, ...HEAD_DELIMITERS];

const RUN = 4;
/** Share of a line's runs that must be known: a link or a placeholder may have been put into it. */
const KNOWN_SHARE = 0.7;
/** One longer word is a link or an attack; its beginning tells enough. */
const LONGEST_WORD = 200;
/** Scripts without spaces: each character counts as a word. */
const SINGLE = /[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF]/g;

/**
 * The trace of one conversation. `texts`: all that may come back as a quote, so the text of every mail sent and of the
 * earlier messages of both sides. `markers`: the delimiters in those mails. Called when an answer is read; cheap enough
 * to make anew (linear in the texts).
 */
export function traceOf(texts: readonly string[], markers: readonly string[]): SentTrace {
  const hashes = new Set<number>();
  const foot = new Set<number>();
  const sent = new Set<number>();
  const places = new Set<number>();
  for (const text of texts) {
    for (const { at } of signsIn(text.split("\n"), () => true).flat()) places.add(at);
    for (const line of footOf(text)) foot.add(lineHash(line));
    const whole: number[] = [];
    for (const line of text.split("\n")) {
      const found = wordHashes(line);
      // A short line is known as a whole; as part of a paragraph by the runs over its end.
      if (found.length > 0 && found.length < RUN) hashes.add(runHash(found, 0, found.length));
      whole.push(...found);
    }
    for (let at = 0; at + RUN <= whole.length; at += 1) hashes.add(runHash(whole, at, RUN));
    const bare = text.split("\n").map(wordsBesideAddresses);
    for (const found of [...bare, ...runsIn(bare.flat())]) sent.add(runHash(found, 0, found.length));
  }
  return {
    markers: markers.map((marker) => plain(marker) || marker),
    phraseHashes: hashes,
    footHashes: foot,
    sentHashes: sent,
    placeHashes: places,
  };
}

/** What leads back to us, in our mails' text and in its quotes. */
export const OWN_LINK = /#ariane=|\/mail\/(?:stop|not-me)\//;

/** From the paragraph with the first link of ours to the end, without what was said before, which is quoted there. */
function footOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const link = lines.findIndex((line) => OWN_LINK.test(line));
  if (link === -1) return [];
  const gap = lines.slice(0, link).findLastIndex((line) => line.trim() === "");
  return lines.slice(gap + 1).filter((line) => /\p{L}/u.test(line) && !line.startsWith(">"));
}

/** Of a line as a whole. HTML shows the label of a link, and the text its address as well. */
export const lineHash = (line: string): number => {
  const found = wordHashes(line.replace(/:?\s{0,9}<?https?:\S{1,2000}/, " "));
  return runHash(found, 0, found.length);
};

/** `known`: certainly ours · `likely`: a short line of ours that anybody could write, ours beside known ones · `unknown`. */
export type Origin = "known" | "likely" | "unknown";

export function originOf(line: string, trace: SentTrace, meter: Meter): Origin {
  meter.steps += line.length;
  const found = wordHashes(line);
  if (found.length === 0) return "unknown";
  if (found.length < RUN) return trace.phraseHashes.has(runHash(found, 0, found.length)) ? "likely" : "unknown";
  let known = 0;
  const runs = found.length - RUN + 1;
  for (let at = 0; at < runs; at += 1) if (trace.phraseHashes.has(runHash(found, at, RUN))) known += 1;
  if (known < runs * KNOWN_SHARE) return "unknown";
  return runs >= 2 ? "known" : "likely";
}

/** Of a line, how many words it has and how many of those we sent, addresses of pages aside. */
interface SentCount {
  readonly words: number;
  readonly sent: number;
  /** Links and signs, such as emoji, where we sent none. */
  readonly added: readonly string[];
}

/** The same of each of these lines, which follow each other: a word is ours in four that we sent in this order. */
export function countSent(lines: readonly string[], trace: SentTrace, meter: Meter): readonly SentCount[] {
  const { sentHashes, placeHashes } = trace;
  const found = lines.map((line) => {
    meter.steps += line.length;
    return wordsBesideAddresses(line);
  });
  const sent = new Set<number>();
  for (const [at, run] of runsIn(found.flat()).entries()) {
    if (sentHashes.has(runHash(run, 0, RUN))) for (let i = at; i < at + RUN; i += 1) sent.add(i);
  }
  let end = 0;
  const counts = found.map((said) => {
    const from = end;
    end += said.length;
    const isWhole = sentHashes.has(runHash(said, 0, said.length));
    return { words: said.length, sent: isWhole ? said.length : said.filter((_word, i) => sent.has(from + i)).length };
  });
  const signs = signsIn(lines, (i) => (counts[i]?.sent ?? 0) > 0);
  return counts.map((count, i) => ({
    ...count,
    added: (signs[i] ?? []).filter(({ at }) => !placeHashes.has(at)).map(({ sign }) => sign),
  }));
}

/** What stands between spaces and has no word: a link, an emoji, a mark. */
interface Sign {
  readonly sign: string;
  /** Hash of its place. */
  readonly at: number;
}

/** Of each line, which follow each other. `isOurs`: whether the words of the line of this index tell the place. */
function signsIn(lines: readonly string[], isOurs: (line: number) => boolean): readonly (readonly Sign[])[] {
  let before: readonly number[] = [];
  let since = 0;
  return lines.map((line, i) =>
    plain(line)
      .split(" ")
      .flatMap((piece): readonly Sign[] => {
        const said = wordsBesideAddresses(piece);
        if (piece === "") return [];
        if (said.length === 0) {
          since += 1;
          return [{ sign: piece, at: runHash([since, ...before], 0, before.length + 1) }];
        }
        if (isOurs(i)) [before, since] = [[...before, ...said].slice(-RUN), 0];
        return [];
      }),
  );
}

const runsIn = (of: readonly number[]): readonly (readonly number[])[] =>
  of.slice(RUN - 1).map((_word, at) => of.slice(at, at + RUN));

/** Servers rewrite addresses, and HTML hides them. */
const wordsBesideAddresses = (line: string): readonly number[] =>
  wordHashes(line.replaceAll(/https?:\S{1,2000}/g, " "));

function wordHashes(line: string): readonly number[] {
  const said = words(plain(line).replace(SINGLE, " $& "));
  return said.split(" ").filter(Boolean).map(hashWord);
}

/** How much a line says, in words; two characters of a script without spaces count as one. */
export function countWords(line: string): number {
  const singles = plain(line).match(SINGLE)?.length ?? 0;
  return wordHashes(line).length - Math.ceil(singles / 2);
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  const length = Math.min(word.length, LONGEST_WORD);
  for (let i = 0; i < length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** 52 bits from two differently mixed halves, exact in a number. The length is mixed in: a line is not a run. */
function runHash(of: readonly number[], at: number, length: number): number {
  let low = 0x9dc5 + length;
  let high = 0x85eb + length;
  for (let i = at; i < at + length; i += 1) {
    low = Math.imul(low ^ (of[i] ?? 0), 0x01000193);
    high = Math.imul(high ^ ((of[i] ?? 0) >>> 3), 0x9e3779b1);
    high ^= high >>> 15;
  }
  return (high & 0xfffff) * 0x100000000 + (low >>> 0);
}
