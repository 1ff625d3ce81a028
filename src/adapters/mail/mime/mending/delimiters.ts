/**
 * Delimiters of parts that broken programs wrote: closed too early, or with the words right below, where the parser takes
 * them for a header and they are gone.
 */
import { MAX_HEADER_BYTES, MAX_PARTS } from "../limits.ts";

/** The same bytes where there is nothing to mend. `headers`: of the mail and of its parts, which name the boundaries. Linear. */
export function withWholeParts(raw: Buffer, headers: readonly string[]): Buffer {
  const delimiters = delimitersOf(raw, boundariesOf(headers));
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for (const [at, { boundary, isClosing, from, to }] of delimiters.entries()) {
    // Where another's stands between, it is another mail's part of that name.
    const isTooEarly = isClosing && delimiters[at + 1]?.boundary === boundary;
    const lacksBlank = (!isClosing || isTooEarly) && beginsWithWords(raw, to);
    if (!isTooEarly && !lacksBlank) continue;
    pieces.push(raw.subarray(kept, from), Buffer.from(`--${boundary}\r\n${lacksBlank ? "\r\n" : ""}`, "latin1"));
    kept = to;
  }
  return pieces.length === 0 ? raw : Buffer.concat([...pieces, raw.subarray(kept)]);
}

interface Delimiter {
  readonly boundary: string;
  readonly isClosing: boolean;
  readonly from: number;
  /** Its line end included. */
  readonly to: number;
}

const boundariesOf = (headers: readonly string[]): ReadonlySet<string> =>
  new Set(
    headers.flatMap((header) =>
      [...header.matchAll(/[;\s]boundary\s{0,4}=\s{0,4}(?:"([^"\r\n]{1,200})"|([^\s";]{1,200}))/gi)].map(
        ([, quoted = "", bare = ""]) => (quoted || bare).trimEnd(),
      ),
    ),
  );

function delimitersOf(raw: Buffer, boundaries: ReadonlySet<string>): readonly Delimiter[] {
  const found: Delimiter[] = [];
  if (boundaries.size === 0) return found;
  for (let at = raw.indexOf("\n--"); at >= 0 && found.length < 2 * MAX_PARTS; at = raw.indexOf("\n--", at + 2)) {
    const end = raw.indexOf(LF, at + 3);
    const to = end === -1 ? raw.length : end + 1;
    if (to - at > LONGEST) continue;
    const line = raw.toString("latin1", at + 3, to).trimEnd();
    const isClosing = line.endsWith("--") && !boundaries.has(line);
    const boundary = isClosing ? line.slice(0, -2) : line;
    if (boundaries.has(boundary)) found.push({ boundary, isClosing, from: at + 1, to });
  }
  return found;
}

/** No blank line, and no field either: a line that only looks like one is followed by others that do not. */
function beginsWithWords(raw: Buffer, from: number): boolean {
  const text = raw.toString("latin1", from, from + LOOKED_AT);
  if (/^(?:\s|--|(?:content-|mime-|x-)[\w-]{1,60}[ \t]{0,8}:)/i.test(text) || text === "") return false;
  const lines = text.split("\n");
  const end = lines.findIndex((line) => line.trim() === "" || line.startsWith("--"));
  const above = end === -1 ? lines : lines.slice(0, end);
  return lines[end]?.trim() !== "" || above.some((line) => !/^(?:[!-9;-~]{1,200}[ \t]{0,8}:|[ \t])/.test(line));
}

const LF = 10;
/** A line is at most that (RFC 2046 §5.1.1: 70 characters, and twice as many are met). */
const LONGEST = 220;
/** Fields of a part are short; all of them together are looked at no further than headers are. */
const LOOKED_AT = Math.floor(MAX_HEADER_BYTES / MAX_PARTS) * 5;
