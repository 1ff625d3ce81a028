/**
 * Quote marks that only some programs write, and people by hand: a bar, or the initials of who is quoted ("LM> "). They
 * may as well be a table or a prompt, so lines are looked at together.
 */
import type { Block, Meter } from "./block.ts";
import { announces } from "./introductions/attribution.ts";
import { plain } from "./words.ts";

const BAR = /^( {0,3}(?:\|(?: ?\|){0,8})(?: |$))/;
const INITIALS = /^( {0,3}(\p{Lu}\p{L}{0,3})(>{1,8})(?: |$))/u;
/** Not initials, though they look so: what programs put before a command. */
const PROMPTS: ReadonlySet<string> = new Set(["SQL", "FTP", "C", "D", "PS", "IRB"]);
/** Fewer are an aside. */
const FEWEST = 2;
/** Marks stand at the beginning; the rest of an endless line is not looked at. */
const LOOK = 600;

/** The same blocks, these marks read as marks. */
export function withTypedMarks(blocks: readonly Block[], meter: Meter): readonly Block[] {
  const found = blocks.map(({ text, quoteDepth, images }) => {
    meter.steps += 1;
    return quoteDepth > 0 || images !== undefined ? null : markOf(text.slice(0, LOOK));
  });
  if (found.every((mark) => mark === null)) return blocks;
  const counts = new Map<string, number>();
  for (const mark of found) if (mark !== null) counts.set(mark.kind, (counts.get(mark.kind) ?? 0) + Number(mark.says));
  const isTable = found.some((mark) => mark?.isCell === true);
  return blocks.map((block, i) => {
    const mark = found[i] ?? null;
    if (mark === null || (isTable && mark.kind === "|")) return block;
    if ((counts.get(mark.kind) ?? 0) < FEWEST && !isIntroduced(blocks, i)) return block;
    const { length, depth } = mark;
    return { ...block, text: block.text.slice(length), quoteDepth: depth, marks: block.text.slice(0, length) };
  });
}

/** A line above announces what follows. */
function isIntroduced(blocks: readonly Block[], at: number): boolean {
  const above = [blocks[at - 1], blocks[at - 2]].find((block) => block !== undefined && block.text.trim() !== "");
  return above !== undefined && announces(plain(above.text.slice(0, LOOK)));
}

interface Mark {
  /** A bar, or whose initials. */
  readonly kind: string;
  readonly length: number;
  readonly depth: number;
  /** Something stands behind it. */
  readonly says: boolean;
  /** Another bar follows further on: the line of a table. */
  readonly isCell: boolean;
}

function markOf(text: string): Mark | null {
  const bar = BAR.exec(text)?.[1];
  if (bar !== undefined) {
    const rest = text.slice(bar.length);
    const depth = bar.split("|").length - 1;
    return { kind: "|", length: bar.length, depth, says: rest.trim() !== "", isCell: rest.includes("|") };
  }
  const [, mark = "", initials = "", marks = ""] = INITIALS.exec(text) ?? [];
  if (mark === "" || PROMPTS.has(initials)) return null;
  const says = text.slice(mark.length).trim() !== "";
  return { kind: initials, length: mark.length, depth: marks.length, says, isCell: false };
}
