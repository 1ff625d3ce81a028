import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Eta } from "eta";
import { linkParts, type TextPart } from "../../../domain/mail/links.ts";
import type { MailLook } from "../../../ports/continuity/mail-composer.ts";
import type { MailPage } from "./mail-page.ts";

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
    linesOf: (text: string) => text.split("\n").map((line) => stretches(line, links)),
  });
  // Indentation is for the reader of the template only; messages are not indented and have no line ends of their own.
  return html.replace(/^[ \t]+/gmu, "").replace(/\n{2,}/gu, "\n");
}

function stretches(line: string, links: { left: number }): readonly TextPart[] {
  return linkParts(line).map(({ text, href }) => {
    const isLink = href !== null && links.left > 0;
    if (isLink) links.left -= 1;
    return { text: isLink ? text : keptSpaces(text), href: isLink ? href : null };
  });
}

/** Spaces that were typed stay, where HTML would fold them: before words at the beginning of a line, and in rows. */
const keptSpaces = (text: string): string =>
  text.replaceAll("\t", " ".repeat(TAB)).replaceAll(/^ +| {2,}/g, (spaces) => "\u00A0".repeat(spaces.length));

/** As wide as most programs draw it in a proportional type. */
const TAB = 4;
