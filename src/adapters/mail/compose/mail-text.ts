import type { MailPage, PageMessage } from "./mail-page.ts";

/** The text part, `\n` line ends. Paragraphs are not wrapped: the reader's program does it, and quotes stay recognisable. */
export function printText(page: MailPage): string {
  const blocks = [
    `${page.delimiter}${page.brand}\n${page.lead}`,
    ...page.replies.map(printMessage),
    [page.goOn, ...(page.button === null ? [] : [page.button.line])].join("\n"),
    ...(page.context.length === 0 ? [] : [[page.contextHeading, ...page.context.map(quoted)].join("\n\n")]),
    // Below the mark of a signature, so that programs leave it out when they quote (RFC 3676 §4.3).
    ["-- ", page.why, ...page.links.map(({ line }) => line)].join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function printMessage(message: PageMessage): string {
  const { cut } = message;
  const rest = cut === null ? [] : ["", `[…] ${cut.note}`, ...(cut.link === null ? [] : [cut.link.line])];
  const words = message.text === "" ? [] : [message.text];
  return [`${message.author} · ${message.time}`, ...words, ...rest, ...message.files.map(({ line }) => line)].join(
    "\n",
  );
}

const quoted = (message: PageMessage): string =>
  printMessage(message)
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n");
