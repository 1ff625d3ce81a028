/**
 * What frames the words in our mails: brand, who wrote and when, the way back to the site, links to stop. Between the lines
 * of a quote that is kept nobody has answered it.
 */
import type { Meter } from "../block.ts";
import type { Line } from "../line.ts";
import { DELIMITER, lineHash, OWN_LINK, type SentTrace } from "../sent-trace.ts";
import { holdsMarker, type OwnMarks } from "./own-words.ts";

/** From the brand to the time of the first message: sentence, initial, name. */
const LONGEST_HEAD = 9;
const TIME = /\d[:.h]\d\d/;
/** Before a link: brand and sentence below the mark of a signature, or two sentences. */
const LONGEST_FOOT = 3;

/** The lines of it, by index. */
export function ownFrame(
  lines: readonly Line[],
  { markers }: OwnMarks,
  sent: SentTrace | null,
  meter: Meter,
): ReadonlySet<number> {
  const frame = new Set<number>();
  const headed = markers.filter((marker) => marker !== DELIMITER);
  for (const [i, line] of lines.entries()) {
    meter.steps += 1;
    if (line.depth === 0) continue;
    meter.steps += line.isLong ? 0 : line.block.text.length;
    if (holdsMarker(line, headed)) for (let at = i; at <= headEnd(lines, i); at += 1) frame.add(at);
    else if (!line.isBlank && OWN_LINK.test(line.block.text)) for (const at of paragraphOf(lines, i)) frame.add(at);
    else if (!line.isBlank && !line.isLong && sent?.footHashes.has(lineHash(line.block.text)) === true) frame.add(i);
  }
  return frame;
}

/** Its last line: the time of the first message; none is near: the one with the mark. */
function headEnd(lines: readonly Line[], from: number): number {
  let filled = 0;
  for (let at = from; filled < LONGEST_HEAD; at += 1) {
    const line = lines[at];
    if (line === undefined || line.depth === 0) return from;
    if (TIME.test(line.plain)) return at;
    filled += Number(!line.isBlank);
  }
  return from;
}

/** Of short paragraphs only: what stands before the link, and the link. */
function paragraphOf(lines: readonly Line[], at: number): readonly number[] {
  let from = at;
  while (at - from < LONGEST_FOOT && isOfQuote(lines[from - 1])) from -= 1;
  return Array.from({ length: at - from + 1 }, (_, offset) => from + offset);
}

const isOfQuote = (line: Line | undefined): boolean => line !== undefined && line.depth > 0 && !line.isBlank;
