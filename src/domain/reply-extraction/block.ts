/** What reply extraction reads: a mail's text as lines that know how deeply they are quoted. */

/**
 * What an element of a known mail program, or of our own template, says about the text in it.
 * `own` written by us · `attribution` the line that introduces a quote · `quote-from-here` from this line to the end
 * lies the mail answered · `header` the header of the mail answered · `signature` · `forward` a mail passed on.
 */
export type Anchor = "own" | "attribution" | "quote-from-here" | "header" | "signature" | "forward";

/** One line, or one block of HTML that reads as a line. */
export interface Block {
  /** Without quote marks. */
  readonly text: string;
  /** 0: not marked as quoted. */
  readonly quoteDepth: number;
  /** The quote marks as they stood ("> > "), so that a quote that is kept reads as it was written. */
  readonly marks: string;
  /** Null: nothing known about where it stood; always so in plain text. */
  readonly anchor: Anchor | null;
  /** Content-IDs of the mail's own images that stand on this line; not given: none. */
  readonly images?: readonly string[];
}

/** Counts characters and lines looked at, so that tests can show that the work grows with the mail and no faster. */
export interface Meter {
  steps: number;
}
