/** Where quotes are introduced: by lines that say so, and by elements that a mail program marks. */
import { introductionEndingAt } from "./attribution.ts";
import type { Meter } from "./block.ts";
import type { Line } from "./line.ts";

/** Why something was cut; for logs. */
export type Rule = "own-delimiter" | "anchor" | "introduction" | "header-block" | "original-message";

/** Lines that stand above a quote and belong to it. */
export interface Boundary {
  readonly from: number;
  readonly end: number;
  readonly rule: Rule;
  readonly keep: string | null;
  /** Known to be a quote whatever follows. */
  readonly isCertain: boolean;
}

/**
 * By first line. Each line is asked whether an introduction ends there, as only its end is the same in all languages.
 * `next`: for each place, the first line from there on that says something. `delimiter`: the line with ours; null: none.
 */
export function findIntroductions(
  lines: readonly Line[],
  next: readonly (number | null)[],
  delimiter: number | null,
  meter: Meter,
): ReadonlyMap<number, Boundary> {
  const found = new Map<number, Boundary>();
  let free = 0;
  for (const [i, line] of lines.entries()) {
    if (line.isBlank || line.depth > 0) continue;
    const below = next[i + 1] ?? null;
    const isQuotedBelow = below !== null && ((lines[below]?.depth ?? 0) > 0 || below === delimiter);
    if (line.anchor === "attribution") {
      const from = lines[i - 1]?.anchor === "attribution" && free < i ? firstAnchored(lines, i) : i;
      found.set(from, { from, end: i, rule: "anchor", keep: null, isCertain: false });
      free = i + 1;
      continue;
    }
    const introduction = introductionEndingAt(lines, i, { quotedBelow: isQuotedBelow, meter });
    if (introduction === null || introduction.from < free) continue;
    found.set(introduction.from, { ...introduction, end: i, rule: "introduction", isCertain: false });
    free = i + 1;
  }
  return found;
}

/** The first line of the same anchored introduction; wrapped ones have a few lines. */
function firstAnchored(lines: readonly Line[], at: number): number {
  let from = at;
  while (from > 0 && at - from < 6 && lines[from - 1]?.anchor === "attribution") from -= 1;
  return from;
}
