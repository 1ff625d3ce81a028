/** Our own mail inside an answer: found by what we sent, before any rule about languages or mail programs. */
import type { Meter } from "../block.ts";
import { fieldOf } from "../header-block.ts";
import type { Line } from "../line.ts";
import { holdsMarker } from "./own-head.ts";
import { countWords, type Origin, originOf, type SentTrace } from "../sent-trace.ts";
import { isRule } from "../separators.ts";
import { isMobileSignature } from "../signature/signature.ts";
import { typedWithin } from "./typed-within.ts";

/**
 * Unmarked lines of ours count as a quote from this many words on. A person may repeat a sentence of the conversation;
 * nobody types a whole mail again.
 */
const FEWEST_WORDS = 25;
/** Of the words below a header, this share must be ours before the others are taken for answers between the lines. */
const OURS_IN_REST = 0.5;

/** Where our mail shows itself, whatever the program. */
export interface OwnMarks {
  /** The unmarked line with our delimiter, from which on all is quote; null: none. */
  readonly delimiter: number | null;
  /** How our delimiters read, in marked quotes too. */
  readonly markers: readonly string[];
}

/** Raises the depth of unmarked lines that we wrote, lowers that of marked ones that we did not, and finds our delimiter. */
export function markOwnWords(lines: readonly Line[], trace: SentTrace | null, meter: Meter): OwnMarks {
  for (const line of lines) if (line.anchor === "own" && line.depth === 0) line.depth = 1;
  if (trace === null) return { delimiter: null, markers: [] };
  const marked = lines.findIndex((line) => line.depth === 0 && holdsMarker(line, trace.markers));
  // Parted from the brand that it stood before it is a line of its own, which nobody sees.
  const delimiter = lines.findIndex((line, i) => marked !== -1 && i >= marked && !line.isBlank);
  if (trace.phraseHashes.size > 0) {
    raiseKnownRuns(lines, trace, meter);
    for (const line of typedWithin(lines, trace, meter)) Object.assign(line, { depth: 0, isTyped: true });
  }
  return { delimiter: delimiter === -1 ? null : delimiter, markers: trace.markers };
}

/** Whether anything in the mail is ours. */
export const quotesUs = (lines: readonly Line[], { markers }: OwnMarks): boolean =>
  lines.some((line) => line.anchor === "own" || line.depth > line.block.quoteDepth || holdsMarker(line, markers));

function raiseKnownRuns(lines: readonly Line[], trace: SentTrace, meter: Meter): void {
  let run: Line[] = [];
  let knownWords = 0;
  const close = (): void => {
    if (knownWords >= FEWEST_WORDS) for (const line of run) line.depth = 1;
    run = [];
    knownWords = 0;
  };
  for (const line of lines) {
    if (line.isBlank) continue;
    const origin = line.depth > 0 ? "unknown" : originOf(line.block.text, trace, meter);
    if (origin === "unknown") {
      close();
      continue;
    }
    run.push(line);
    if (origin === "known") knownWords += countWords(line.plain);
  }
  close();
}

/**
 * What the person wrote below an unmarked header or introduction, told by what we did not send: the indices of lines
 * between lines of ours, or of all after the first of ours when `nothingAbove`. Empty where the trace does not know
 * this quote: then nothing can be told.
 */
export function answersWithin(
  lines: readonly Line[],
  from: number,
  trace: SentTrace,
  options: { nothingAbove: boolean; meter: Meter },
): readonly number[] {
  const origins = lines.slice(from).map((line): Origin | null => {
    if (line.isBlank || isRule(line.plain) || line.anchor === "own") return null;
    return originOf(line.block.text, trace, options.meter);
  });
  let ours = 0;
  let others = 0;
  const candidates: number[] = [];
  const firstKnown = origins.indexOf("known");
  const lastKnown = origins.lastIndexOf("known");
  for (const [offset, origin] of origins.entries()) {
    const line = lines[from + offset];
    if (origin === null || line === undefined) continue;
    if (origin !== "unknown") ours += countWords(line.plain);
    else if (isAnswer(line)) {
      others += countWords(line.plain);
      if (offset > firstKnown && (options.nothingAbove || offset < lastKnown)) candidates.push(from + offset);
    }
  }
  return firstKnown !== -1 && ours >= (ours + others) * OURS_IN_REST ? candidates : [];
}

/** Not the header, not a placeholder for a picture, not a phone's signature. */
function isAnswer(line: Line): boolean {
  return fieldOf(line) === null && !isMobileSignature(line.plain) && !/^(?:\[[^\]]*\]|<[^>]*>)$/.test(line.plain);
}
