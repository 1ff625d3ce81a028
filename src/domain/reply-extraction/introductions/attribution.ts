/**
 * The lines that introduce a quote: "On Tue, 3 Apr 2012 at 16:19, Bob <bob@example.com> wrote:".
 *
 * Told by what they hold, not by their grammar: a date, an address, a word for writing, an end that announces.
 * So a language that the tables do not know is still found when the quote below is marked.
 */
import type { Meter } from "../block.ts";
import { openers, wrotePhrases } from "../languages/vocabulary.ts";
import type { Line } from "../line.ts";
import { isRule } from "../separators.ts";
import { mayEndIn, says, words } from "../words.ts";

/** Programs wrap at 72 to 78 columns; a long name and address make four lines, six with an address on its own. */
const MOST_LINES = 6;
const LONGEST_INTRODUCTION = 500;
/** A first line with a date and a long name, before the program wrapped. */
const LONGEST_FIRST_LINE = 200;
/** A mark of the date further in than this belongs to a sentence. */
const DATE_BEGINS_WITHIN = 24;

const ADDRESS = /[^\s<>()"@]@[^\s<>()"@]/;
/** Broken behind it, or one short word later, by the languages that name the writer first. */
const BRACKETED_ADDRESS = /<[^\s<>@]+@[^\s<>@]+>/;
const ENDS_IN_ADDRESS = /<[^\s<>@]+@[^\s<>@]+>[,:]?(?: \S{1,3})?$/;
const TIME = /\d[:h]\d\d|\d\.\d\d(?![.\d])|\d h \d\d|\d时|\d時|\d시|\d點|\d点|\d ?[ap]\.?m\b/i;
const YEAR = /(?:^|\D)(?:19|20|25|13|14)\d\d(?:\D|$)/;
const NUMERIC_DATE = /\d[./-]\d{1,2}[./-]\d|\d年|\d년|\d月|\d월/;
const FRAMED = /^[-_=*~]{2}.*[-_=*~]{3}$/;
const LEADING_FRAME = /^[-_=*~>•\s]+/;

interface Introduction {
  /** First line of the introduction. */
  readonly from: number;
  /** What the person wrote before it on that first line; null: nothing. */
  readonly keep: string | null;
}

interface Asked {
  readonly quotedBelow: boolean;
  readonly meter: Meter;
}

interface Evidence {
  readonly wrote: boolean;
  readonly address: boolean;
  /** 0 none · 1 a year, a day or a time · 2 both a day and a time. */
  readonly date: 0 | 1 | 2;
  readonly announces: boolean;
  readonly framed: boolean;
  readonly opens: boolean;
}

/**
 * The introduction that ends with line `end`, or null. `quotedBelow`: what follows is marked as quoted, which is
 * proof enough for two marks; otherwise three are asked for, as a wrong cut would lose what the person wrote.
 */
export function introductionEndingAt(
  lines: readonly Line[],
  end: number,
  { quotedBelow, meter }: Asked,
): Introduction | null {
  const last = lines[end];
  if (last === undefined || last.isLong || !mayEnd(last.plain, quotedBelow)) return null;
  let text = "";
  let undated: Introduction | null = null;
  const isAnnounced = announces(last.plain);
  for (let from = end, taken = 0; taken < MOST_LINES; taken += 1) {
    const line = lines[from];
    if (line === undefined || line.isLong || line.plain.length + text.length > LONGEST_INTRODUCTION) break;
    text = text === "" ? line.plain : `${line.plain} ${text}`;
    meter.steps += text.length;
    // Without a digit there is no date, and without a mark or frame below that is no proof.
    const mayProve = quotedBelow || /\d/.test(text) || FRAMED.test(text);
    const evidence = mayProve ? evidenceIn(text) : null;
    if (evidence !== null && proves(evidence, text, quotedBelow)) {
      const isWhole = quotedBelow ? from === end || begins(line.plain) : isSure(lines, from, evidence);
      const found = isWhole || !quotedBelow ? withOpening(lines, from, text, { quotedBelow, meter }) : null;
      if (found !== null && evidence.date > 0 && (isWhole || found.keep !== null)) return found;
      if (from === end && quotedBelow) undated = found;
    }
    const above = lineAbove(lines, from, text);
    // What announced something ended there: below it are the person's words, above the quote.
    if (above === null || (!isAnnounced && lines[above]?.plain.endsWith(":") === true)) break;
    from = above;
  }
  return undated;
}

/** Names, addresses and dates that a program wraps; a paragraph is longer. */
const MOST_LINES_APART = 3;

/**
 * The first line of a paragraph, ending with line `end`, that reads as a program's introduction although too little
 * proves it: "Bob <bob@example.com> wrote:". To be believed only where a marked quote follows that nothing else
 * introduces. Without an address in brackets, which nobody types, a blank line must follow; without any address it
 * must stand at the top of the mail (`isTop`). Null: no such paragraph.
 */
export function introductionApart(
  lines: readonly Line[],
  end: number,
  { isTop, meter }: { readonly isTop: (from: number) => boolean; readonly meter: Meter },
): number | null {
  if (lines[end]?.plain.endsWith(":") !== true) return null;
  let from = end;
  while (end - from < MOST_LINES_APART && lines[from - 1]?.isBlank === false && lines[from - 1]?.depth === 0) from -= 1;
  const paragraph = lines.slice(from, end + 1);
  if (lines[from - 1]?.isBlank === false || paragraph.some((line) => line.isLong)) return null;
  const text = paragraph.map((line) => line.plain).join(" ");
  meter.steps += text.length;
  if (text.length > LONGEST_INTRODUCTION || !begins(paragraph[0]?.plain ?? "")) return null;
  const hasBrackets = BRACKETED_ADDRESS.test(text);
  if (!hasBrackets && lines[end + 1]?.isBlank !== true) return null;
  const said = words(text);
  // "Quoting Bob <bob@example.com>:", not "Sent on Monday:".
  if (!says(said, wrotePhrases, "end") && !(hasBrackets && says(said, wrotePhrases, "start"))) return null;
  const { address, date } = evidenceIn(text);
  return address || (date > 0 && isTop(from)) ? from : null;
}

/** Whether a line may be the last of an introduction whatever stands below. */
export function announces(line: string): boolean {
  if (line.endsWith(":") || (line.endsWith("---") && !isRule(line))) return true;
  return mayEndIn(line, wrotePhrases) && says(words(line.slice(-40)), wrotePhrases, "end");
}

/** Cheap refusal of ordinary lines, so that only few are looked at closely. */
const mayEnd = (line: string, quotedBelow: boolean): boolean => quotedBelow || announces(line);

function evidenceIn(text: string): Evidence {
  const said = words(text);
  const day = YEAR.test(text) || NUMERIC_DATE.test(text);
  const time = TIME.test(text);
  const opens = beginsWithOpener(text.replace(LEADING_FRAME, ""));
  const framed = FRAMED.test(text);
  return {
    wrote: says(said, wrotePhrases, "anywhere"),
    address: ADDRESS.test(text),
    date: day && time ? 2 : day || time || (opens && /\d/.test(text)) ? 1 : 0,
    announces: text.endsWith(":") || framed || says(said, wrotePhrases, "end"),
    framed,
    opens,
  };
}

function proves(e: Evidence, text: string, quotedBelow: boolean): boolean {
  const marks = Number(e.wrote) + Number(e.address) + Number(e.date > 0);
  if (!quotedBelow) {
    if (!e.announces) return false;
    if (e.framed && e.wrote) return true;
    return e.date === 2 ? e.wrote || e.address : marks === 3;
  }
  if (!e.announces) return begins(text) && marks >= 2;
  if (marks >= 2) return true;
  if (e.wrote) return e.opens || e.framed || text.length < 60;
  return e.date === 2 && text.slice(0, DATE_BEGINS_WITHIN).search(/\d/) >= 0;
}

/**
 * Without marks below, "On 3 May at 10:00 your agent wrote:" may as well be told by the person: an address decides, or
 * a frame, or at least a paragraph of its own.
 */
function isSure(lines: readonly Line[], from: number, e: Evidence): boolean {
  const line = lines[from];
  if (line === undefined || !begins(line.plain)) return false;
  return e.address || e.framed || lines[from - 1]?.isBlank !== false;
}

/** Whether a line can be the first of an introduction: an opening word, a date soon, or an address. */
function begins(line: string): boolean {
  const bare = line.replace(LEADING_FRAME, "");
  if (beginsWithOpener(bare) || /^["'<([]/.test(bare)) return true;
  const firstWords = bare.split(" ", 4).join(" ");
  return /\d/.test(firstWords) || ADDRESS.test(bare) || bare.endsWith("<");
}

const firstWord = (text: string): string => words(text.slice(0, 40)).trim().split(" ", 1)[0] ?? "";
const beginsWithOpener = (text: string): boolean => openers.has(firstWord(text));

/** The line before, if it may belong to the same introduction: same paragraph, or cut off before a lone address. */
function lineAbove(lines: readonly Line[], from: number, text: string): number | null {
  const above = lines[from - 1];
  if (above === undefined || above.depth > 0) return null;
  if (!above.isBlank) return from - 1;
  const beyond = lines[from - 2];
  return text.startsWith("<") && beyond !== undefined && !beyond.isBlank && beyond.depth === 0 ? from - 2 : null;
}

/** Takes in what belongs before the first line found, or leaves out what the person wrote before it on the same line. */
function withOpening(lines: readonly Line[], from: number, text: string, asked: Asked): Introduction {
  let first = from;
  let whole = text;
  for (let taken = 0; taken < MOST_LINES; taken += 1) {
    const above = lines[first - 1];
    if (above === undefined || above.isBlank || above.isLong || above.depth > 0 || !belongsAbove(above.plain, whole))
      break;
    asked.meter.steps += whole.length;
    first -= 1;
    whole = `${above.plain} ${whole}`;
  }
  const line = lines[first]?.plain ?? "";
  return { from: first, keep: beforeOpening(line, whole.slice(line.length), asked) };
}

/** Whether the introduction was broken before `text`: after its date, or between name and address, or after the address. */
function belongsAbove(above: string, text: string): boolean {
  if (beginsWithOpener(text)) return false;
  if (/^[<(]/.test(text)) return above.length < LONGEST_FIRST_LINE;
  if (beginsWithOpener(above) && /\d/.test(above)) return above.length < LONGEST_FIRST_LINE && !/[!?:]$/.test(above);
  const { wrote, address, date } = evidenceIn(text);
  if (address || !ADDRESS.test(above)) return false;
  return ENDS_IN_ADDRESS.test(above) ? above.length < LONGEST_FIRST_LINE : date < 2 || !wrote;
}

/** "thanks On 3 Apr 2012, Bob wrote:" → "thanks". Null where the line begins with the introduction. */
function beforeOpening(line: string, rest: string, { quotedBelow, meter }: Asked): string | null {
  if (beginsWithOpener(line.replace(LEADING_FRAME, ""))) return null;
  const parts = line.split(" ");
  let at = parts[0]?.length ?? 0;
  for (const [index, part] of parts.entries()) {
    if (index === 0) continue;
    const opening = part.replace(/^.*[-_]{2}/, "");
    meter.steps += 1;
    if (
      isCapitalised(opening) &&
      openers.has(opening.toLowerCase()) &&
      parts.slice(index + 1, index + 5).some((p) => /\d/.test(p))
    ) {
      const introduction = line.slice(at + 1) + rest;
      const evidence = evidenceIn(introduction);
      if ((evidence.wrote || evidence.address) && proves(evidence, introduction, quotedBelow)) {
        const before = line.slice(0, at + 1) + part.slice(0, part.length - opening.length);
        return before.replace(/[-_\s]+$/, "") || null;
      }
    }
    at += 1 + part.length;
  }
  return null;
}

const isCapitalised = (word: string): boolean => word !== "" && word[0] !== word[0]?.toLowerCase();
