/** Where quotes are introduced: by lines that say so, and by elements that a mail program marks. */
import { isBareIntroduction } from "./bare-introduction.ts";
import { announces, introductionApart, introductionEndingAt } from "./attribution.ts";
import type { Meter } from "../block.ts";
import type { Line } from "../line.ts";

/** Why something was cut; for logs. */
export type Rule = "own-delimiter" | "anchor" | "introduction" | "header-block" | "original-message";

/** Lines that stand above a quote and belong to it. */
export interface Boundary {
  readonly from: number;
  readonly end: number;
  readonly rule: Rule;
  /** What the person wrote before it on its first line; null: nothing. */
  readonly keep: string | null;
  /** Known to be a quote whatever follows. */
  readonly isCertain: boolean;
  /** Believed only where a marked quote follows. */
  readonly needsQuote: boolean;
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
  const written = lines.reduce((count, line) => count + Number(isWritten(line)), 0);
  let free = 0;
  /** Something was introduced, and no quote has come yet: another introduction must at least end as one. */
  let isAwaited = false;
  for (const [i, line] of lines.entries()) {
    if (line.depth > 0) isAwaited = false;
    if (line.isBlank || line.depth > 0 || i < free) continue;
    if (line.anchor === "attribution") {
      const group = anchoredFrom(lines, i);
      const introduction = introductionIn(group, meter);
      found.set(i + introduction.from, anchored(introduction, i));
      free = i + group.length;
      isAwaited = true;
      continue;
    }
    const below = next[i + 1] ?? null;
    const isQuotedBelow = below !== null && ((lines[below]?.depth ?? 0) > 0 || below === delimiter);
    const quotedBelow = isQuotedBelow && (!isAwaited || announces(line.plain));
    const introduction = introductionEndingAt(lines, i, { quotedBelow, meter });
    // Broken behind "written by", it seemed to end a line too early: the same one, with the name that follows.
    const isLonger = introduction !== null && found.get(introduction.from)?.rule === "introduction";
    if (introduction !== null && (introduction.from >= free || isLonger)) {
      found.set(introduction.from, { ...introduction, ...told, end: i, needsQuote: false });
      free = i + 1;
      isAwaited = true;
      continue;
    }
    if (i >= free && saysMore(lines, i, written) && isBareIntroduction(lines, i, { quotedBelow, meter })) {
      found.set(i, { from: i, end: i, keep: null, ...told, needsQuote: false });
      free = i + 1;
      isAwaited = true;
      continue;
    }
    const apart = introductionApart(lines, i, { isTop: (from) => next[0] === from, meter });
    if (apart !== null && !found.has(apart)) {
      found.set(apart, { from: apart, end: i, keep: null, ...told, needsQuote: true });
      isAwaited = true;
    }
  }
  return found;
}

const isWritten = (line: Line): boolean => !line.isBlank && line.depth === 0;

/** A date alone may be all that somebody answers. */
const saysMore = (lines: readonly Line[], at: number, written: number): boolean => {
  const line = lines[at];
  return line !== undefined && written > Number(isWritten(line));
};

const told = { rule: "introduction", isCertain: false } as const;

interface Within {
  readonly from: number;
  readonly end: number;
  readonly keep: string | null;
}

const anchored = ({ from, end, keep }: Within, at: number): Boundary => ({
  from: at + from,
  end: at + end,
  keep,
  rule: "anchor",
  isCertain: false,
  needsQuote: false,
});

/** The lines of the element that begins with line `at`, blank ones inside included. */
function anchoredFrom(lines: readonly Line[], at: number): readonly Line[] {
  let end = at;
  while (lines[end]?.anchor === "attribution" && lines[end]?.depth === 0) end += 1;
  return lines.slice(at, end);
}

/**
 * The program's own words in the element that it made for them. The person may have typed there too: the caret stands
 * in it when one goes to the end of the line that introduces. `group` begins with a line that says something.
 */
function introductionIn(group: readonly Line[], meter: Meter): Within {
  for (const [end, line] of group.entries()) {
    if (line.isBlank || !announces(line.plain)) continue;
    const proved = introductionEndingAt(group, end, { quotedBelow: true, meter });
    if (proved !== null) return { ...proved, end };
  }
  // In a language we do not know: the paragraph that announces something, else all of it.
  const last = group.findLastIndex((line) => line.plain.endsWith(":"));
  if (last === -1) return { from: 0, end: group.length - 1, keep: null };
  return { from: group.slice(0, last).findLastIndex((line) => line.isBlank) + 1, end: last, keep: null };
}
