/** Says of each line what it is: the person's, a quote, what introduces a quote, or the rest of the mail below a header. */
import { introductionEndingAt } from "./introductions/attribution.ts";
import type { Meter } from "./block.ts";
import { headerBlockAt } from "./header-block.ts";
import { type Boundary, findIntroductions, type Rule } from "./introductions/introductions.ts";
import type { Line } from "./line.ts";
import { holdsMarker } from "./own-mail/own-head.ts";
import type { OwnMarks } from "./own-mail/own-words.ts";
import { isForwardMarker, isOriginalMarker } from "./separators.ts";
import { says, words } from "./words.ts";
import { wrotePhrases } from "./languages/vocabulary.ts";

/** `rest`: the quote is not marked and runs to the end. `forward`: passed on, so it is what the person wants us to read. */
type Kind = "text" | "quote" | "introduction" | "rest" | "forward";

export interface Marked {
  readonly kinds: readonly Kind[];
  /** By line of an introduction: what the person wrote before it on that line. */
  readonly kept: ReadonlyMap<number, string>;
  readonly rules: ReadonlySet<Rule>;
  /** First line of the rest; null: none. */
  readonly restFrom: number | null;
  /** First lines of quotes that were introduced further up, with words of the person between. */
  readonly introduced: ReadonlySet<number>;
}

interface Reading {
  readonly ours: OwnMarks;
  /** The quote was passed on to be read. */
  readonly isForward: boolean;
  readonly meter: Meter;
}

export function markLines(lines: readonly Line[], { ours, isForward, meter }: Reading): Marked {
  mendSplitAddresses(lines, meter);
  const { delimiter } = ours;
  const next = firstFrom(lines, (line) => !line.isBlank, meter);
  const introductions = findIntroductions(lines, next, delimiter, meter);
  const boundaryOf = (at: number): Boundary | null =>
    at === delimiter ? ownDelimiter(at) : boundaryAt(lines, at, introductions.get(at), meter);
  const quotes = firstFrom(lines, (line, i) => (!line.isBlank && line.depth > 0) || i === delimiter, meter);
  const kinds: Kind[] = lines.map((line) => (line.depth > 0 ? "quote" : "text"));
  const kept = new Map<number, string>();
  const rules = new Set<Rule>();
  const introduced = new Set<number>();
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    meter.steps += 1;
    if (line === undefined || line.isBlank || (line.depth > 0 && !isForward)) continue;
    const boundary = line.depth > 0 ? null : boundaryOf(i);
    const passedOn = isForward && (line.depth > 0 || boundary !== null) ? (boundary?.from ?? i) : null;
    if (passedOn !== null || (i !== delimiter && beginsForward(line))) {
      return { kinds: kinds.fill("forward", passedOn ?? i), kept, rules, restFrom: null, introduced };
    }
    if (boundary === null) continue;
    const below = next[boundary.end + 1] ?? null;
    const isMarkedBelow = !boundary.isCertain && below !== null && (lines[below]?.depth ?? 0) > 0;
    const quote =
      isMarkedBelow || below === null ? null : quoteApart(lines, boundary, { below, quotes, boundaryOf, ours, meter });
    if (boundary.needsQuote && !isMarkedBelow && quote === null) continue;
    rules.add(boundary.rule);
    if (boundary.keep !== null) kept.set(boundary.from, boundary.keep);
    if (isMarkedBelow) {
      kinds.fill("introduction", boundary.from, below);
      i = below - 1;
    } else if (quote !== null) {
      kinds.fill("introduction", boundary.from, boundary.end + 1);
      introduced.add(quote);
      i = boundary.end;
    } else return { kinds: kinds.fill("rest", boundary.from), kept, rules, restFrom: boundary.from, introduced };
  }
  return { kinds, kept, rules, restFrom: null, introduced };
}

const beginsForward = (line: Line): boolean => line.anchor === "forward" || isForwardMarker(line.plain);

interface Below {
  /** First line below the boundary that says something. */
  readonly below: number;
  /** For each place, the first line of a marked quote, or with our delimiter, from there on. */
  readonly quotes: readonly (number | null)[];
  readonly boundaryOf: (at: number) => Boundary | null;
  readonly ours: OwnMarks;
  readonly meter: Meter;
}

/**
 * The quote that a boundary introduces though words stand between: the caret was below the introduction when the person
 * began to write. Null: what follows is unmarked, and what is marked further down was quoted by its writer. That is so
 * where the marked quote has an introduction of its own, and below a header, whose quote is hardly ever marked, unless
 * it is our mail.
 */
function quoteApart(
  lines: readonly Line[],
  boundary: Boundary,
  { below, quotes, boundaryOf, ours, meter }: Below,
): number | null {
  const at = quotes[below] ?? null;
  if (boundary.isCertain || at === null || at === below) return null;
  for (let i = below; i < at; i += 1) {
    const line = lines[i];
    if (line === undefined || line.isBlank) continue;
    if (beginsForward(line) || boundaryOf(i) !== null) return null;
  }
  const isIntroduction = boundary.rule === "introduction" || boundary.rule === "anchor";
  if (at === ours.delimiter) return isIntroduction ? at : null;
  const start = lines.slice(at, at + START_OF_QUOTE).filter((line) => !line.isBlank && line.depth > 0);
  if (!isIntroduction) return start.some((line) => isOurs(line, ours)) ? at : null;
  const isIntroduced = start.some((_line, i) => introductionEndingAt(start, i, { quotedBelow: false, meter }));
  return isIntroduced ? null : at;
}

/** Lines at the top of a quote that tell whose it is. */
const START_OF_QUOTE = 6;

/** Below a header, what stands above our unmarked template may be a notice that a mail server put there. */
const isOurs = (line: Line, { markers }: OwnMarks): boolean =>
  line.block.quoteDepth > 0 && (line.anchor === "own" || holdsMarker(line, markers));

const ownDelimiter = (at: number): Boundary => ({
  from: at,
  end: at,
  keep: null,
  rule: "own-delimiter",
  isCertain: true,
  needsQuote: false,
});

function boundaryAt(
  lines: readonly Line[],
  at: number,
  introduction: Boundary | undefined,
  meter: Meter,
): Boundary | null {
  const line = lines[at];
  if (line === undefined) return null;
  const here = { from: at, end: at, keep: null, needsQuote: false };
  const header = headerBlockAt(lines, at, meter);
  if (header !== null) return { ...here, ...header, rule: "header-block", isCertain: false };
  if (isOriginalMarker(line.plain)) return { ...here, rule: "original-message", isCertain: false };
  if (introduction !== undefined) return introduction;
  if (line.anchor === "quote-from-here") return { ...here, rule: "anchor", isCertain: true };
  return null;
}

/** For each place, the first line from there on that is so; null: none. */
function firstFrom(
  lines: readonly Line[],
  isSo: (line: Line, at: number) => boolean,
  meter: Meter,
): readonly (number | null)[] {
  const next: (number | null)[] = Array.from({ length: lines.length + 1 }, () => null);
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = lines[i];
    meter.steps += 1;
    next[i] = line !== undefined && isSo(line, i) ? i : (next[i + 1] ?? null);
  }
  return next;
}

/**
 * "…, Bob <bob@example.com" on one line and "> wrote:" on the next: the mark closes the address and quotes nothing.
 */
function mendSplitAddresses(lines: readonly Line[], meter: Meter): void {
  for (const [i, line] of lines.entries()) {
    if (line.depth !== 1 || line.plain.length > 60 || !line.plain.endsWith(":")) continue;
    meter.steps += 1;
    const isEnd = line.plain === ":" || says(words(line.plain), wrotePhrases, "end");
    const above = lines.slice(Math.max(0, i - 4), i);
    if (isEnd && above.at(-1)?.depth === 0 && hasOpenBracket(above)) line.depth = 0;
  }
}

function hasOpenBracket(lines: readonly Line[]): boolean {
  let open = 0;
  for (const line of lines) {
    if (line.depth > 0) open = 0;
    else for (const c of line.plain) open += c === "<" ? 1 : c === ">" ? -1 : 0;
  }
  return open > 0;
}
