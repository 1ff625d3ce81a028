import { isolate } from "./clean-text.ts";
import type { MailPage, PageMessage } from "./mail-page.ts";

/** The text part, `\n` line ends. Paragraphs are not wrapped: the reader's program does it, and quotes stay recognisable. */
export function printText(page: MailPage): string {
  const blocks = [
    // The words first: with them a list of mails shows what the mail says.
    `${page.delimiter}${page.replies.map((message) => [...saidBy(message), "", signed(message, page)].join("\n")).join("\n\n")}`,
    [`${page.lead} ${page.goOn}`, ...(page.button === null ? [] : [page.button.line])].join("\n"),
    ...(page.context.length === 0
      ? []
      : [[page.contextHeading, ...page.context.map((message) => quoted(message, page))].join("\n\n")]),
    // Below the mark of a signature, so that programs leave it out when they quote (RFC 3676 §4.3).
    ["-- ", page.brand, page.why, ...page.links.map(({ line }) => line)].join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const signed = ({ author, time }: PageMessage, { dir }: MailPage): string =>
  `${isolate(author, dir)} · ${isolate(time, dir)}`;

function saidBy({ text, cut, files }: PageMessage): readonly string[] {
  const rest = cut === null ? [] : ["", `[…] ${cut.note}`, ...(cut.link === null ? [] : [cut.link.line])];
  return [...(text === "" ? [] : [text]), ...rest, ...files.map(({ line }) => line)];
}

const quoted = (message: PageMessage, page: MailPage): string =>
  [signed(message, page), ...saidBy(message)]
    .join("\n")
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
