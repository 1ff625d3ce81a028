import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Eta } from "eta";
import { type Block, blocksOf, type Stretch } from "../../../domain/conversation/formatted-text.ts";
import { linkParts, type TextPart } from "../../../domain/mail/links.ts";
import type { MailLook } from "../../../ports/continuity/mail-composer.ts";
import type { MailPage, PageMessage } from "./mail-page.ts";
import { wholeWords } from "./whole-words.ts";

/** Each link costs about ten times its own length in bytes: a message full of them must not blow up the mail. */
const MAX_LINKS = 20;

const eta = new Eta({ autoEscape: true, autoTrim: false });
const template = eta.compile(readFileSync(join(import.meta.dirname, "../template/continuity.eta"), "utf8"));

/** Mail programs choose between light and dark; a preview shows the one that is asked for. */
const CHOSEN = { schemes: "light dark", whenDark: "(prefers-color-scheme: dark)" } as const;
const FIXED: Readonly<Record<MailLook, { readonly schemes: string; readonly whenDark: string }>> = {
  light: { schemes: "light", whenDark: "not all" },
  dark: { schemes: "dark", whenDark: "all" },
};

/**
 * The HTML part. Everything in it is escaped by the template; there is no script, remote image or remote style. `look`
 * null: the reader's mail program chooses.
 */
export function printHtml(page: MailPage, look: MailLook | null = null): string {
  const links = { left: MAX_LINKS };
  const html = eta.render(template, {
    ...page,
    ...(look === null ? CHOSEN : FIXED[look]),
    start: page.dir === "rtl" ? "right" : "left",
    end: page.dir === "rtl" ? "left" : "right",
    whole: wholeWords,
    blocksOf: (message: PageMessage) => blocks(message, links),
  });
  // Indentation is for the reader of the template only; messages are not indented and have no line ends of their own.
  return html.replace(/^[ \t]+/gmu, "").replace(/\n{2,}/gu, "\n");
}

type Line = readonly (TextPart & { readonly isBold: boolean })[];

/** As agents meant it; what others wrote stands as they typed it. */
function blocks({ text, isFormatted }: PageMessage, links: Links) {
  const asTyped: readonly Block[] = [{ kind: "text", stretches: [{ text, isBold: false }] }];
  return (isFormatted ? blocksOf(text) : asTyped).map((block) =>
    block.kind === "text"
      ? { kind: block.kind, lines: linesOf(block.stretches, links) }
      : { ...block, items: block.items.map((item) => linesOf(item, links).flat()) },
  );
}

/** Bold goes on over no line end, so every line has stretches of its own. */
function linesOf(stretches: readonly Stretch[], links: Links): readonly Line[] {
  const lines: Line[] = [[]];
  for (const { text, isBold } of stretches) {
    for (const [index, typed] of text.split("\n").entries()) {
      const before = index === 0 ? (lines.pop() ?? []) : [];
      const parts = partsOf(before.length === 0 ? withIndent(typed) : typed, links);
      lines.push([...before, ...parts.map((part) => ({ ...part, isBold }))]);
    }
  }
  return lines;
}

interface Links {
  left: number;
}

function partsOf(line: string, links: Links): readonly TextPart[] {
  return linkParts(line).map(({ text, href }) => {
    const isLink = href !== null && links.left > 0;
    if (isLink) links.left -= 1;
    return { text: isLink ? text : keptSpaces(text), href: isLink ? href : null };
  });
}

/** Spaces that were typed stay, where HTML would fold them: in rows… */
const keptSpaces = (text: string): string =>
  text.replaceAll("\t", " ".repeat(TAB)).replaceAll(/ {2,}/g, (spaces) => "\u00A0".repeat(spaces.length));

/** …and before words at the beginning of a line. */
const withIndent = (line: string): string => line.replace(/^ +/, (spaces) => "\u00A0".repeat(spaces.length));

/** As wide as most programs draw it in a proportional type. */
const TAB = 4;
