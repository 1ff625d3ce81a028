/**
 * What broken programs wrote, set right before the parser reads it: line ends, delimiters, encodings, and header lines, of
 * which it takes one that is no field for nothing, and letters that are not UTF-8 for unreadable. The stored mail stays.
 */
import { decodeText } from "../charset/charset.ts";
import { encodingOf } from "../charset/labels.ts";
import { MAX_HEADER_BYTES, MAX_PARTS } from "../limits.ts";
import { withWholeParts } from "./delimiters.ts";
import { withLineEnds } from "./line-ends.ts";
import { inTrueEncoding } from "./true-encoding.ts";

interface Mended {
  readonly bytes: Uint8Array;
  /** What the mail is written in, as far as its headers name anything beyond ASCII and UTF-8. */
  readonly charset: string | null;
}

/** Linear in the length of the mail; what is whole is handed back as it came. */
export function mend(raw: Uint8Array): Mended {
  const given = withLineEnds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  const headers = headerBlocks(given).map(({ from, to }) => given.toString("latin1", from, to));
  const buffer = withWholeParts(given, headers);
  const blocks = headerBlocks(buffer);
  const texts = blocks.map(({ from, to }) => buffer.toString("latin1", from, to));
  const charset = charsetOf(texts);
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const [i, { from, to }] of blocks.entries()) {
    const text = texts[i] ?? "";
    let end = to;
    const { header, body } = inTrueEncoding(mendBlock(text, charset), () => {
      end = endOfBody(buffer, blocks, i);
      return buffer.toString("latin1", to, end);
    });
    const mended = header + (body ?? "");
    if (mended === text && body === null) continue;
    pieces.push(buffer.subarray(at, from), Buffer.from(mended, "latin1"));
    at = body === null ? to : end;
  }
  return pieces.length === 0
    ? { bytes: buffer, charset }
    : { bytes: Buffer.concat([...pieces, buffer.subarray(at)]), charset };
}

interface Range {
  readonly from: number;
  /** The blank line that ends it included. */
  readonly to: number;
}

/** The header of the mail, and what looks like the header of a part: lines below one that begins with two dashes. */
function headerBlocks(buffer: Buffer): readonly Range[] {
  const top = { from: 0, to: endOfHeader(buffer, 0) };
  const blocks: Range[] = [top];
  let bytes = top.to;
  let dashes = buffer.indexOf("\n--", top.to - 1);
  while (dashes >= 0 && blocks.length < MAX_PARTS && bytes < MAX_HEADER_BYTES) {
    const from = buffer.indexOf(LF, dashes + 3) + 1;
    if (from === 0) break;
    if (!/^content-/i.test(buffer.toString("latin1", from, from + 8))) {
      dashes = buffer.indexOf("\n--", from - 1);
      continue;
    }
    const to = endOfHeader(buffer, from);
    bytes += to - from;
    blocks.push({ from, to });
    dashes = buffer.indexOf("\n--", to - 1);
  }
  return blocks;
}

/**
 * Where the next boundary like the one above it stands, or the mail ends. What holds another header has no body that we
 * know: no further than to there is looked, so that all of them together are looked at once.
 */
function endOfBody(buffer: Buffer, blocks: readonly Range[], i: number): number {
  const { from = 0, to = 0 } = blocks[i] ?? {};
  const next = blocks[i + 1]?.from;
  const rest = buffer.subarray(to - 1, next);
  const boundary = buffer.subarray(buffer.lastIndexOf(LF, from - 2), from - 1);
  const at = i === 0 ? -1 : rest.indexOf(boundary.at(-1) === CR ? boundary.subarray(0, -1) : boundary);
  if (at !== -1) return to + at;
  return next === undefined ? buffer.length : to;
}

/** Where a stray blank line has cut a header in two, the fields of MIME below it still belong to it. */
function endOfHeader(buffer: Buffer, from: number): number {
  const end = blankLine(buffer, from);
  const next = buffer.toString("latin1", end, end + 200);
  if (end >= buffer.length || from > 0 || !OF_MIME.test(next)) return end;
  const second = blankLine(buffer, end);
  const lines = linesOf(buffer.toString("latin1", end, Math.min(second, end + MOST_STRAY)));
  return lines.every((line) => OF_MIME.test(line) || /^[ \t]/.test(line) || line.trim() === "") ? second : end;
}

function blankLine(buffer: Buffer, from: number): number {
  if (/^\r?\n/.test(buffer.toString("latin1", from, from + 2))) return buffer.indexOf(LF, from) + 1;
  for (let at = buffer.indexOf(LF, from); at >= 0; at = buffer.indexOf(LF, at + 1)) {
    if (buffer[at + 1] === LF) return at + 2;
    if (buffer[at + 1] === CR && buffer[at + 2] === LF) return at + 3;
  }
  return buffer.length;
}

const LF = 10;
const CR = 13;
/** A header that was cut in two is short below the cut. */
const MOST_STRAY = 4_096;
const FIELD = /^[!-9;-~]{1,200}[ \t]{0,8}:/;
const OF_MIME = /^(?:content-[a-z-]{2,30}|mime-version)[ \t]{0,8}:/i;
/** Fields that programs write; a line of a letter does not begin with their names. */
const KNOWN_FIELD =
  /^(?:from|to|cc|bcc|subject|date|message-id|mime-version|content-[a-z-]+|references|in-reply-to|received|return-path|reply-to|sender|user-agent|(?:x|list|dkim|arc|authentication)-[a-z-]+)[ \t]{0,8}:/i;
const PARAMETER = /^["\w*-]{1,40}[ \t]{0,8}=/;

/** With their line ends. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function mendBlock(text: string, charset: string | null): string {
  const lines = linesOf(text);
  const isHeader = FIELD.test(lines[0] ?? "") || /^>?From /.test(lines[0] ?? "");
  if (!isHeader) return text;
  const lastField = lines.findLastIndex((line) => KNOWN_FIELD.test(line));
  const strays = strayBlanks(lines);
  const out: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (strays.has(at)) continue;
    if (at > 0 && !FIELD.test(line) && !/^[ \t]/.test(line) && line.trim() !== "") {
      // Below the last field it is the letter, whose blank line is missing; above, a line that lost its indent.
      if (at > lastField && !PARAMETER.test(line)) return [...out, "\r\n", ...lines.slice(at)].join("");
      out.push(" ");
    }
    out.push(readableLine(line, charset));
  }
  return withoutSecondTypes(out.join(""));
}

/** Blank lines that do not end the block: `endOfHeader` went past them. */
const strayBlanks = (lines: readonly string[]): ReadonlySet<number> =>
  new Set(lines.flatMap((line, at) => (line.trim() === "" && at < lines.length - 1 ? [at] : [])));

/** Raw letters beyond ASCII, or Japanese in seven bits: as UTF-8, which the parser reads. Others stay as they are. */
function readableLine(line: string, charset: string | null): string {
  if (!/[\u0080-\u00FF]/.test(line) && !line.includes("\u001B")) return line;
  const text = decodeText(Buffer.from(line, "latin1"), undefined, charset);
  return Buffer.from(line.endsWith("\r\n") ? text.replace(/\n$/, "\r\n") : text, "utf8").toString("latin1");
}

/** The parser takes the first Content-Type; where that one is none and another is, the other shall count. */
function withoutSecondTypes(text: string): string {
  const types = [...text.matchAll(/^content-type[ \t]{0,8}:[^\n]*/gim)];
  if (types.length < 2 || !types.some(([line]) => WHOLE_TYPE.test(line))) return text;
  return text.replaceAll(/^content-type[ \t]{0,8}:[^\n]*/gim, (line) => (WHOLE_TYPE.test(line) ? line : `X-${line}`));
}

const WHOLE_TYPE = /:\s{0,8}"?[\w.+-]{1,80}\/[\w.+-]{1,80}/;

function charsetOf(texts: readonly string[]): string | null {
  for (const text of texts) {
    for (const [, label = ""] of text.matchAll(/(?:charset\*?\s{0,4}=\s{0,4}"?|=\?)([\w.:-]{1,60})(?=[\s"';?*]|$)/gi)) {
      const encoding = encodingOf(label);
      if (encoding !== null && encoding.name !== "utf-8") return label;
    }
  }
  return null;
}
