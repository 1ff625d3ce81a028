/**
 * Joins the soft line breaks of `format=flowed` text (RFC 3676), quote level by quote level.
 *
 * The quote marks stay, so that what is quoted can still be told from what is new.
 */
export function joinFlowed(text: string, deleteSpace: boolean): string {
  const paragraphs: { depth: number; pieces: string[] }[] = [];
  let open: { depth: number; pieces: string[] } | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const depth = quoteDepth(raw);
    const line = unstuffed(raw.slice(depth));
    // A signature mark is never flowed (RFC 3676 §4.3), though it ends in a space.
    const isSignature = line === "-- ";
    const isSoft = line.endsWith(" ") && !isSignature;
    const piece = isSoft && deleteSpace ? line.slice(0, -1) : line;
    if (open !== null && open.depth === depth && !isSignature) open.pieces.push(piece);
    else {
      open = { depth, pieces: [piece] };
      paragraphs.push(open);
    }
    if (!isSoft) open = null;
  }
  return paragraphs.map(({ depth, pieces }) => quoted(depth, pieces.join(""))).join("\n");
}

function quoteDepth(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === GREATER_THAN) depth += 1;
  return depth;
}

const GREATER_THAN = 62;
const unstuffed = (line: string): string => (line.startsWith(" ") ? line.slice(1) : line);
const quoted = (depth: number, line: string): string => (depth === 0 ? line : `${">".repeat(depth)} ${line}`.trimEnd());
