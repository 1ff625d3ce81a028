/** Says of each line what it is: the person's, a quote, what introduces a quote, or the rest of the mail below a header. */
import type { Meter } from "./block.ts";
import { headerBlockAt } from "./header-block.ts";
import { type Boundary, findIntroductions, type Rule } from "./introductions.ts";
import type { Line } from "./line.ts";
import { isForwardMarker, isOriginalMarker } from "./separators.ts";
import { says, words } from "./words.ts";
import { wrotePhrases } from "./languages/vocabulary.ts";

/** `rest`: the quote is not marked and runs to the end. `forward`: passed on, so it is what the person wants us to read. */
export type Kind = "text" | "quote" | "introduction" | "rest" | "forward";

export interface Marked {
  readonly kinds: readonly Kind[];
  /** By line of an introduction: what the person wrote before it on that line. */
  readonly kept: ReadonlyMap<number, string>;
  readonly rules: ReadonlySet<Rule>;
  /** First line of the rest; null: none. */
  readonly restFrom: number | null;
}

/** `delimiter`: the line with our own delimiter, or null. */
export function markLines(lines: readonly Line[], delimiter: number | null, meter: Meter): Marked {
  mendSplitAddresses(lines, meter);
  const next = sayingLinesAfter(lines, meter);
  const introductions = findIntroductions(lines, next, delimiter, meter);
  const kinds: Kind[] = lines.map((line) => (line.depth > 0 ? "quote" : "text"));
  const kept = new Map<number, string>();
  const rules = new Set<Rule>();
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    meter.steps += 1;
    if (line === undefined || line.isBlank || line.depth > 0) continue;
    if (line.anchor === "forward" || (i !== delimiter && isForwardMarker(line.plain))) {
      return { kinds: kinds.fill("forward", i), kept, rules, restFrom: null };
    }
    const boundary = i === delimiter ? ownDelimiter(i) : boundaryAt(lines, i, introductions.get(i), meter);
    if (boundary === null) continue;
    rules.add(boundary.rule);
    if (boundary.keep !== null) kept.set(boundary.from, boundary.keep);
    const below = next[boundary.end + 1] ?? null;
    if (boundary.isCertain || below === null || lines[below]?.depth === 0) {
      return { kinds: kinds.fill("rest", boundary.from), kept, rules, restFrom: boundary.from };
    }
    kinds.fill("introduction", boundary.from, below);
    i = below - 1;
  }
  return { kinds, kept, rules, restFrom: null };
}

const ownDelimiter = (at: number): Boundary => ({
  from: at,
  end: at,
  keep: null,
  rule: "own-delimiter",
  isCertain: true,
});

function boundaryAt(
  lines: readonly Line[],
  at: number,
  introduction: Boundary | undefined,
  meter: Meter,
): Boundary | null {
  const line = lines[at];
  if (line === undefined) return null;
  const here = { from: at, end: at, keep: null };
  const header = headerBlockAt(lines, at, meter);
  if (header !== null) return { ...header, keep: null, rule: "header-block", isCertain: false };
  if (isOriginalMarker(line.plain)) return { ...here, rule: "original-message", isCertain: false };
  if (introduction !== undefined) return introduction;
  if (line.anchor === "quote-from-here") return { ...here, rule: "anchor", isCertain: true };
  return null;
}

/** For each place, the first line from there on that says something. */
function sayingLinesAfter(lines: readonly Line[], meter: Meter): readonly (number | null)[] {
  const next: (number | null)[] = Array.from({ length: lines.length + 1 }, () => null);
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    meter.steps += 1;
    next[i] = lines[i]?.isBlank === false ? i : (next[i + 1] ?? null);
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
