/** The mail that could not be delivered, as far as the bounce gives it back: its headers, and where our own words end. */
import { type HeaderField, parseHeaderBlock } from "../reading/header-block.ts";
import type { ParsedMail } from "../reading/parsed-mail.ts";
import { fieldValue, partsOfType, readableText } from "../reading/parts.ts";
import { SEPARATORS } from "./wording.ts";

interface ReturnedMessage {
  /** What the mail system itself says, before what it returns. */
  readonly notice: string;
  /** Without angle brackets; null where it was not given back. */
  readonly messageId: string | null;
  /** The address the returned mail was sent to, when it names exactly one thing that looks like one. */
  readonly to: string | null;
}

const RETURNED_TYPES = [
  "message/rfc822",
  "text/rfc822-headers",
  "message/rfc822-headers",
  "message/global",
  "message/global-headers",
  "message/partial",
  "text/rfc822",
];

export function readReturned(mail: ParsedMail): ReturnedMessage {
  const text = readableText(mail);
  const cutAt = findReturned(text);
  const notice = cutAt === null ? text : text.slice(0, cutAt);
  const parts = partsOfType(mail, RETURNED_TYPES).map((part) => part.text ?? "");
  const inText = cutAt === null ? [] : [text.slice(cutAt, cutAt + RETURNED_LOOK)];
  // A wrong boundary leaves the returned mail inside the part before it.
  const others = mail.attachments
    .filter((part) => part.text !== null && !RETURNED_TYPES.includes(part.contentType))
    .map((part) => part.text ?? "");
  const sources = [...parts, ...inText, ...others];
  return {
    notice,
    messageId: firstFound(sources, idIn) ?? idIn(text) ?? idNamedIn(notice),
    to: firstFound(sources, recipientIn),
  };
}

/** Headers of a returned mail are near its start; an attachment behind them is not searched. */
const RETURNED_LOOK = 65_536;

/** Where the returned mail begins in the text: at a separator line, else at a block of lines that only a mail header has. */
function findReturned(text: string): number | null {
  const separator = findSeparator(text);
  if (separator !== null) return separator;
  const block = text.search(
    /^[> \t]{0,4}(?:Return-Path: ?<|Received: (?:from|by|\()|Message-ID: ?<|X-Received: |DKIM-Signature: |Content-Type: (?:message\/rfc822|text\/rfc822-headers))/im,
  );
  return block < 0 ? null : block;
}

/** The end of the line that announces the returned mail, or null. */
export function findSeparator(text: string): number | null {
  let at = 0;
  for (const line of text.split("\n")) {
    if (line.length < 200 && SEPARATORS.some((separator) => separator.test(line))) return at + line.length;
    at += line.length + 1;
  }
  return null;
}

function firstFound(sources: readonly string[], find: (text: string) => string | null): string | null {
  for (const source of sources) {
    const found = find(source);
    if (found !== null) return found;
  }
  return null;
}

/** Where nothing is given back the words may still name it: "your message with id <…> of Thursday". */
const idNamedIn = (text: string): string | null =>
  /\b(?:message|mail)[-_ ]?id(?:entifier)?\b[^<\n]{0,30}\n?[^<\n]{0,10}<([^<>\s]{1,500}@[^<>\s]{1,400})>/i.exec(
    text.slice(0, RETURNED_LOOK),
  )?.[1] ?? null;

/** A bounce of a bounce carries the mail that started it deeper down; that is the one that counts. */
function idIn(text: string): string | null {
  const lines = [
    ...text
      .slice(0, RETURNED_LOOK)
      .matchAll(/^[>| \t]{0,16}(?:X-)?(?:Original-)?Message-?ID:[^\S\n]{0,4}\n?[^\S\n]{0,4}<?([^<>\s]{1,998})>?/gim),
  ];
  const isReport = /^Content-Type:\s{0,4}multipart\/report/im.test(text.slice(0, RETURNED_LOOK));
  const chosen = isReport ? lines.at(-1) : lines.at(0);
  return chosen?.[1]?.replaceAll(/\s/g, "") ?? null;
}

function recipientIn(text: string): string | null {
  const fields = headerFieldsOf(text);
  const to = fieldValue(fields, "to");
  if (to === null) return null;
  const addresses = to.match(/[^\s<>"(),;:]{1,64}@[a-z0-9._-]{1,253}[a-z0-9]/gi) ?? [];
  return addresses.length === 1 ? (addresses[0] ?? null) : null;
}

function headerFieldsOf(text: string): readonly HeaderField[] {
  const start = text.search(/\S/);
  return start < 0 ? [] : parseHeaderBlock(text, start).fields;
}
