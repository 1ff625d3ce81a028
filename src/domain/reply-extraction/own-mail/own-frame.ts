/**
 * What frames the words in our mails: brand, who wrote and when, the way back to the site, links to stop. Between the lines
 * of a quote that is kept nobody has answered it.
 */
import type { Meter } from "../block.ts";
import type { Line } from "../line.ts";
import { ownHead } from "./own-head.ts";
import { lineHash, OWN_LINK, type SentTrace } from "../sent-trace.ts";
import type { OwnMarks } from "./own-words.ts";

/** Before a link: brand and sentence below the mark of a signature, or two sentences. */
const LONGEST_FOOT = 3;

/** The lines of it, by index. */
export function ownFrame(
  lines: readonly Line[],
  { markers }: OwnMarks,
  sent: SentTrace | null,
  meter: Meter,
): ReadonlySet<number> {
  const frame = new Set(ownHead(lines, markers));
  for (const [i, line] of lines.entries()) {
    meter.steps += 1;
    if (line.depth === 0) continue;
    meter.steps += line.isLong ? 0 : line.block.text.length;
    if (!line.isBlank && OWN_LINK.test(line.block.text)) for (const at of paragraphOf(lines, i)) frame.add(at);
    else if (!line.isBlank && !line.isLong && sent?.footHashes.has(lineHash(line.block.text)) === true) frame.add(i);
  }
  return frame;
}

/** Of short paragraphs only: what stands before the link, and the link. */
function paragraphOf(lines: readonly Line[], at: number): readonly number[] {
  let from = at;
  while (at - from < LONGEST_FOOT && isOfQuote(lines[from - 1])) from -= 1;
  return Array.from({ length: at - from + 1 }, (_, offset) => from + offset);
}

const isOfQuote = (line: Line | undefined): boolean => line !== undefined && line.depth > 0 && !line.isBlank;
