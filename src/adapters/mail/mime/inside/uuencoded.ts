/** Files that stand in the words of a mail, uuencoded (POSIX `uuencode`), as mail programs wrote them before MIME. */
import { MAX_ATTACHMENTS } from "../limits.ts";

interface Uuencoded {
  /** What is left. */
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** A line that only looks like a beginning is words: the line below has to be data. A file that is cut off is kept so far. */
export function takeOutUuencoded(text: string): Uuencoded {
  if (!/^begin(?:-base64)? [0-7]{3,4} \S/m.test(text)) return { text, files: [] };
  const lines = text.split("\n");
  const kept: string[] = [];
  const files: { readonly name: string; readonly bytes: Uint8Array }[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const [, base64, name] = BEGIN.exec(line) ?? [];
    const found = name === undefined ? null : (base64 === undefined ? uuFrom : base64From)(lines, at + 1);
    if (name === undefined || found === null || files.length >= MAX_ATTACHMENTS) {
      kept.push(line);
      continue;
    }
    files.push({ name, bytes: found.bytes });
    at = found.end;
  }
  return { text: kept.join("\n").replaceAll(/\n{3,}/g, "\n\n"), files };
}

const BEGIN = /^begin(-base64)? [0-7]{3,4} (\S.{0,250})$/;

interface Found {
  readonly bytes: Uint8Array;
  /** The last line that belongs to it. */
  readonly end: number;
}

/** Null: no data there. */
function uuFrom(lines: readonly string[], from: number): Found | null {
  const pieces: Uint8Array[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const piece = uuLine(lines[at] ?? "");
    if (piece === null || piece.length === 0) break;
    pieces.push(piece);
  }
  if (pieces.length === 0) return null;
  const isClosed = /^[` ]?$/.test((lines[at] ?? "").trimEnd()) && (lines[at + 1] ?? "").trim() === "end";
  const isEnd = (lines[at] ?? "").trim() === "end";
  return { bytes: Buffer.concat(pieces), end: isClosed ? at + 1 : isEnd ? at : at - 1 };
}

/** Null: no such line. Spaces that a mail server took from its end are zeros. */
function uuLine(line: string): Uint8Array | null {
  const count = (line.charCodeAt(0) - 0x20) & 0x3f;
  const letters = Math.ceil(count / 3) * 4;
  if (line === "" || line === "end" || !/^[ -`]*$/.test(line) || line.length > letters + 2) return null;
  // Nobody's words end where the first letter says; a line without most of its letters is none either.
  if (line.length - 1 < letters - MOST_LOST) return null;
  const out = new Uint8Array(letters === 0 ? 0 : (letters / 4) * 3);
  for (let i = 0; i < letters; i += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [1, 2, 3, 4].map((n) => ((line.charCodeAt(i + n) || 0x20) - 0x20) & 0x3f);
    out.set([(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d], (i / 4) * 3);
  }
  return out.subarray(0, count);
}

const MOST_LOST = 8;

function base64From(lines: readonly string[], from: number): Found | null {
  let at = from;
  while (at < lines.length && /^[A-Za-z0-9+/]{2,90}={0,2}\s*$/.test(lines[at] ?? "")) at += 1;
  if (at === from) return null;
  const bytes = Buffer.from(lines.slice(from, at).join(""), "base64");
  return { bytes, end: (lines[at] ?? "").startsWith("====") ? at : at - 1 };
}
