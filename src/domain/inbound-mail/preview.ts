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
  const cut = [...CHARACTERS.segment(line.slice(0, LOOK))].slice(0, PREVIEW_CHARS).map(({ segment }) => segment);
  const start = cut.join("");
  return start.length < line.length ? `${start.trimEnd()}…` : start;
}

const CHARACTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });
