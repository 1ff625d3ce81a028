/** A notice as text and as HTML that say the same. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Eta } from "eta";
import type { Notice } from "../../../ports/continuity/mail-composer.ts";
import { mailWords } from "./mail-words.ts";
import { wholeWords } from "./whole-words.ts";

const eta = new Eta({ autoEscape: true, autoTrim: false });
const template = eta.compile(readFileSync(join(import.meta.dirname, "../template/notice.eta"), "utf8"));

/** `\n` line ends. */
export function noticeText({ text, button, footer }: Notice): string {
  const blocks = [
    text,
    ...(button === null ? [] : [`${button.label}:\n${button.url}`]),
    ...(footer === null ? [] : [`-- \n${footer}`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Everything in it is escaped by the template; nothing remote is loaded. */
export function noticeHtml(notice: Notice): string {
  const { lang, dir } = mailWords(notice.locale);
  const html = eta.render(template, {
    ...notice,
    whole: wholeWords,
    lang,
    dir,
    start: dir === "rtl" ? "right" : "left",
    paragraphs: notice.text.split(/\n{2,}/u).map((each) => each.split(/(https?:\/\/\S+)/u)),
  });
  return html.replace(/^[ \t]+/gmu, "").replace(/\n{2,}/gu, "\n");
}
