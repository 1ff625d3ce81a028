/** Which parts of a mail are words to be read in place, and what they say. */
import { decodeText } from "./charset/charset.ts";
import { plainOfEnriched } from "./enriched.ts";
import { joinFlowed } from "./flowed.ts";
import { readRtf } from "./inside/rtf.ts";
import { takeOutUuencoded } from "./inside/uuencoded.ts";
import type { MimePart } from "./tree.ts";

/** Read in place: unnamed text that nobody calls an attachment. With a name it is a file, whatever its disposition. */
export const isReadable = (part: MimePart): boolean =>
  isText(part) && part.disposition !== "attachment" && part.filename === null;

/** Text for people. What other programs read stays a file: appointments, address cards, the head of a returned mail. */
export const isText = ({ type, encoding }: MimePart): boolean =>
  type.startsWith("text/") && !OF_PROGRAMS.has(type) && !isUuPart({ encoding });

const OF_PROGRAMS: ReadonlySet<string> = new Set([
  "text/calendar",
  "text/css",
  "text/directory",
  "text/javascript",
  "text/rfc822-headers",
  "text/vcard",
  "text/x-amp-html",
  "text/x-vcalendar",
  "text/x-vcard",
]);

/** The same words in a form for programs that few people have: nobody misses it, and it is no file. */
export const isForPrograms = ({ type }: Pick<MimePart, "type">): boolean => FOR_PROGRAMS.has(type);

const FOR_PROGRAMS: ReadonlySet<string> = new Set([
  "application/ld+json",
  "text/vnd.google.email-reaction+json",
  "text/watch-html",
  "text/x-amp-html",
  "text/x-watch-html",
]);

/** A whole part in the encoding of before MIME, under the names that its programs gave it. */
export const isUuPart = ({ encoding }: Pick<MimePart, "encoding">): boolean =>
  /^(?:x-)?uu(?:e|encode)?$/.test(encoding);

interface Words {
  readonly form: "plain" | "html";
  readonly text: string;
  /** Files that stood within the text. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** `mailCharset`: what the rest of the mail is written in; null: not known. */
export function wordsOf(part: MimePart, mailCharset: string | null): Words {
  if (part.type === "text/rtf") return wordsOfRtf(part);
  const isHtml = part.type === "text/html";
  const text = withoutLastBreaks(
    decodeText(part.bytes, part.params.get("charset"), charsetWithin(part) ?? mailCharset),
  );
  if (isHtml || (!part.isTyped && LOOKS_LIKE_HTML.test(text))) return { form: "html", text, files: [] };
  const { text: words, files } = takeOutUuencoded(text);
  return { form: "plain", text: plainOf(part, words), files };
}

function wordsOfRtf({ bytes }: MimePart): Words {
  const { html, text } = readRtf(Buffer.from(bytes).toString("latin1"));
  return html === null ? { form: "plain", text: text ?? "", files: [] } : { form: "html", text: html, files: [] };
}

function plainOf({ type, params }: MimePart, text: string): string {
  if (type === "text/enriched" || type === "text/richtext") return plainOfEnriched(text, type === "text/richtext");
  const isFlowed = type === "text/plain" && params.get("format")?.toLowerCase() === "flowed";
  return isFlowed ? joinFlowed(text, params.get("delsp")?.toLowerCase() === "yes") : text;
}

/** HTML may name its charset itself. Null: this part does not. */
function charsetWithin({ type, bytes }: MimePart): string | null {
  if (type !== "text/html") return null;
  const start = Buffer.from(bytes.subarray(0, START)).toString("latin1");
  return /<meta[^>]{0,200}charset\s{0,4}=\s{0,4}["']?([\w.:-]{1,60})/i.exec(start)?.[1] ?? null;
}

/** Where the HTML standard wants it to be. */
const START = 1_024;
const LOOKS_LIKE_HTML = /^\s{0,200}<(?:!doctype html|html|head|body)\b/i;

function withoutLastBreaks(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end -= 1;
  return text.slice(0, end);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["\n", "<br>\n"],
]);
/** Words that nobody set as HTML, for where only HTML is read. */
export const htmlOfText = (text: string): string =>
  `<div>${text.trim().replaceAll(/[&<>\n]/g, (c) => ESCAPES.get(c) ?? c)}</div>`;
