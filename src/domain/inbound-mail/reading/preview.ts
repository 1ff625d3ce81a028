/** How a mail begins, for one line of a list. */
import { textOfHtml } from "./html-text.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** Enough characters for a line on any screen. */
const PREVIEW_CHARS = 200;
/** Whatever stands further down is not how it begins. */
const LOOK = 20_000;

/** One line, never cut inside a character; empty where the mail has no words. */
export function previewOf({ text, html }: Pick<ParsedMail, "text" | "html">): string {
  const words = text !== null && text.trim() !== "" ? text.slice(0, LOOK) : textOfHtml((html ?? "").slice(0, LOOK));
  const line = words.replaceAll(/\s+/g, " ").trim();
  const start = firstOf(line.slice(0, LOOK));
  return start.length < line.length ? `${start.trimEnd()}…` : start;
}

function firstOf(line: string): string {
  let left = PREVIEW_CHARS;
  for (const { index } of CHARACTERS.segment(line)) {
    if (left === 0) return line.slice(0, index);
    left -= 1;
  }
  return line;
}

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });
