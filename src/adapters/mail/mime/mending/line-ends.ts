/**
 * Line ends of other systems: a mail whose lines end in CR alone, or in CR CR LF, is one endless line to every parser. Where
 * From stands on a line that is whole, nothing in the header is touched: a server in front of us has read it so.
 */

/** The same bytes where there is nothing to mend; else a copy. Linear. */
export function withLineEnds(raw: Buffer): Buffer {
  const first = raw.indexOf(CR);
  if (first === -1) return raw;
  const head = raw.toString("latin1", 0, LOOKED_AT);
  if (raw[first + 1] === CR && raw[first + 2] === LF && raw.indexOf(LF) === first + 2) return rewritten(raw, DOUBLED);
  if (!FROM_BY_LF.test(head) && FROM_BY_CR.test(head)) return rewritten(raw, BARE);
  const bodyAt = /\r?\n\r?\n/.exec(head);
  if (bodyAt === null || !OF_PARTS.test(head.slice(0, bodyAt.index))) return raw;
  const from = bodyAt.index + bodyAt[0].length;
  const ends = endsOfBody(raw, from);
  return ends === null ? raw : Buffer.concat([raw.subarray(0, from), rewritten(raw.subarray(from), ends)]);
}

const CR = 13;
const LF = 10;
/** A header that names its author and its parts later than that is made to hurt. */
const LOOKED_AT = 65_536;
const FROM_BY_LF = /(?:^|\n)from[ \t]{0,8}:[^\r\n]*(?:\r?\n|\r?$)/i;
const FROM_BY_CR = /(?:^|[\r\n])from[ \t]{0,8}:[^\r\n]*\r(?!\n)/i;
const OF_PARTS = /(?:^|\n)content-type[ \t]{0,8}:\s{0,8}"?multipart\//i;
const DOUBLED = /\r{1,8}\n/g;
const BARE = /\r(?!\n)/g;

const rewritten = (bytes: Buffer, ends: RegExp): Buffer =>
  Buffer.from(bytes.toString("latin1").replaceAll(ends, "\r\n"), "latin1");

/** Of parts below a header that is whole. Null: theirs are, too. */
function endsOfBody(raw: Buffer, from: number): RegExp | null {
  const body = raw.subarray(from);
  const cr = body.indexOf(CR);
  const lf = body.indexOf(LF);
  if (cr === -1 || body[cr + 1] === LF) return null;
  if (body[cr + 1] === CR && lf === cr + 2) return DOUBLED;
  // What the door adds, at the end, is the only line end of its own.
  const isAdded = body.length - lf <= 2 * MOST_ADDED && body.toString("latin1", lf).trim() === "";
  return lf === -1 || isAdded ? BARE : null;
}

/** Blank lines behind the last one. */
const MOST_ADDED = 8;
