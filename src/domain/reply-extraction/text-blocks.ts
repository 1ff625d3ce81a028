import type { Block } from "./block.ts";

/** More leading spaces than this are an indent of the person's own (code, tables), not a mail program's. */
const INDENT_BEFORE_MARK = 3;

/** Reads a plain text part: one block a line. Lines that were broken by format=flowed are joined before (RFC 3676). */
export function blocksOfText(text: string): readonly Block[] {
  return text.split(/\r\n|\n|\r/).map((line) => {
    const { depth, end } = quoteMarks(line);
    return { text: line.slice(end), quoteDepth: depth, marks: line.slice(0, end), anchor: null };
  });
}

/** How often a line is marked as quoted, and where its marks end: "> > text" is 2 and 4. */
export function quoteMarks(line: string): { readonly depth: number; readonly end: number } {
  let at = 0;
  while (at < INDENT_BEFORE_MARK && line[at] === " ") at += 1;
  let depth = 0;
  let end = 0;
  while (line[at] === ">") {
    depth += 1;
    at += 1;
    end = at;
    if (line[at] === " ") at += 1;
  }
  if (depth > 0 && line[end] === " ") end += 1;
  return { depth, end };
}
