/** What our mails once carried before the words, between a mark and the time of the first message. */
import type { Line } from "../line.ts";
import { DELIMITER } from "../sent-trace.ts";

/** From the brand to the time of the first message: sentence, initial, name. */
const LONGEST_HEAD = 9;
/** What the line of a message's author ends in, in any language. */
export const TIME = /\d[:.h]\d\d/;

/** The quoted lines of it, by index. `markers`: of a trace. */
export function ownHead(lines: readonly Line[], markers: readonly string[]): ReadonlySet<number> {
  const headed = markers.filter((marker) => marker !== DELIMITER);
  const head = new Set<number>();
  for (const [i, line] of lines.entries()) {
    if (line.depth === 0 || !holdsMarker(line, headed)) continue;
    for (let at = i; at <= headEnd(lines, i); at += 1) head.add(at);
  }
  return head;
}

/** Whether one of our delimiters stands on the line, marked as quoted or not; one that nobody sees is none in plain spelling. */
export const holdsMarker = (line: Line, markers: readonly string[]): boolean =>
  markers.some((marker) => line.plain.includes(marker) || line.block.text.includes(marker));

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
