import type { Anchor, Block, Meter } from "./block.ts";
import { plain } from "./words.ts";

/** Longer lines are paragraphs: no mail program writes a header or an introduction that long. Bounds the work on each line. */
export const LONGEST_MARKED_LINE = 600;

/** A block as the rules look at it. `depth` and `isTyped` may be corrected by them. */
export interface Line {
  readonly block: Block;
  /** The beginning of the text, without oddities; all of it for lines up to LONGEST_MARKED_LINE. */
  readonly plain: string;
  readonly isLong: boolean;
  readonly isBlank: boolean;
  /** Of the block; null as well for blank lines at the beginning of an element: they only stand between it and what is above. */
  readonly anchor: Anchor | null;
  depth: number;
  /** The person's, though it stands in a quote or in our mail: it has no depth then, and no marks. */
  isTyped: boolean;
}

export function linesOf(blocks: readonly Block[], meter: Meter): readonly Line[] {
  let anchor: Anchor | null = null;
  return blocks.map((block) => {
    const text = plain(block.text.slice(0, LONGEST_MARKED_LINE));
    meter.steps += 1 + Math.min(block.text.length, LONGEST_MARKED_LINE);
    const isLong = block.text.length > LONGEST_MARKED_LINE;
    const isBlank = text === "" && (!isLong || block.text.trim() === "");
    // A line with a picture is not empty: it may be the first of our template.
    const isOfElement = !isBlank || block.images !== undefined || block.anchor === anchor;
    anchor = isOfElement ? block.anchor : null;
    return {
      block,
      plain: text,
      isLong,
      isBlank,
      anchor,
      depth: block.quoteDepth,
      isTyped: false,
    };
  });
}
