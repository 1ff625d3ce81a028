/**
 * What the person typed into our mail as it came back, told by what we sent: nobody else writes there. Mail servers put their
 * notices above and below what they pass on, so words that stand in no element of ours count only between lines of ours.
 */
import type { Meter } from "../block.ts";
import { fieldOf } from "../header-block.ts";
import type { Line } from "../line.ts";
import { ownHead } from "./own-head.ts";
import { countSent, type SentTrace } from "../sent-trace.ts";
import { isRule } from "../separators.ts";
import { isMobileSignature } from "../signature/signature.ts";

/** Of the words in the quote, this share must be ours before the others are taken for the person's. */
const OURS_IN_QUOTE = 0.5;
/** Anybody may have written a line with fewer words of ours. */
const CERTAIN_WORDS = 4;

/**
 * The lines of it, also those of which only a part was typed. None where the trace does not know the quote, as where a program
 * has translated it, nor where ours is quoted deeper: then what was typed into it was read before.
 */
export function typedWithin(lines: readonly Line[], trace: SentTrace, meter: Meter): readonly Line[] {
  const head = ownHead(lines, trace.markers);
  const quoted = lines.filter((line, i) => !line.isBlank && line.depth > 0 && !isRule(line.plain) && !head.has(i));
  const counts = countSent(
    quoted.map(({ block }) => block.text),
    trace,
    meter,
  );
  const ofOurs = quoted.flatMap((line, i) => (line.depth === 1 && (counts[i]?.sent ?? 0) > 0 ? [i] : []));
  const [from, to] = [ofOurs.at(0), ofOurs.at(-1)];
  const isCertain = ofOurs.some((i) => (counts[i]?.sent ?? 0) >= CERTAIN_WORDS);
  const sent = counts.reduce((sum, count) => sum + count.sent, 0);
  const all = counts.reduce((sum, { words }) => sum + words, 0);
  if (from === undefined || to === undefined || !isCertain || sent < all * OURS_IN_QUOTE) return [];
  return quoted.filter((line, i) => {
    const count = counts[i];
    if (count === undefined || count.sent === count.words) return false;
    return (line.anchor === "own" || (i >= from && i <= to)) && isAnswer(line, quoted[i + 1]);
  });
}

/** None that a program wrote: no header, no placeholder for a picture, no phone's signature, no initial above a name. */
const isAnswer = (line: Line, next: Line | undefined): boolean =>
  fieldOf(line) === null &&
  !isMobileSignature(line.plain) &&
  !/^\[[^\]]*\]$/.test(line.plain) &&
  !(line.plain.length === 1 && next?.plain.startsWith(line.plain) === true);
