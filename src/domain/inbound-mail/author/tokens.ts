/** An address field taken apart by RFC 5322 §3.2, comments left out. */

/** `word`: an atom or several, with what else is none of the marks: dots, at signs, octets beyond ASCII. */
export interface Token {
  readonly kind: "word" | "quoted" | "mark";
  /** As written; of a quoted string without its quotes. */
  readonly text: string;
  /** Where it begins in the field, and where it ends. */
  readonly from: number;
  readonly to: number;
}

interface AddressField {
  readonly tokens: readonly Token[];
  /** Without their outer parentheses. */
  readonly comments: readonly string[];
}

/** Null: a quoted string does not close. A parenthesis without its other half is a mark. Linear in the length of the field. */
export function readTokens(field: string): AddressField | null {
  const tokens: Token[] = [];
  const comments: string[] = [];
  const ends = endsOfComments(field);
  let at = 0;
  while (at < field.length) {
    const c = field[at] ?? "";
    const end = c === '"' ? endOfQuoted(field, at) : (ends.get(at) ?? at + 1);
    if (end === null) return null;
    if (c === '"') tokens.push({ kind: "quoted", text: field.slice(at + 1, end - 1), from: at, to: end });
    else if (ends.has(at)) comments.push(field.slice(at + 1, end - 1));
    else if (MARKS.includes(c)) tokens.push({ kind: "mark", text: c, from: at, to: end });
    else if (c !== " " && c !== "\t") {
      const start = at;
      while (at < field.length && !ENDS_WORD.includes(field[at] ?? "")) at += 1;
      tokens.push({ kind: "word", text: field.slice(start, at), from: start, to: at });
      continue;
    }
    at = end;
  }
  return { tokens, comments };
}

const MARKS = "<>[]:;,\\()";
const ENDS_WORD = `${MARKS} \t"`;

/** Behind the closing parenthesis, by where the outermost opens; they nest, and within them nothing else counts but a backslash. */
function endsOfComments(field: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  let at = 0;
  while (at < field.length) {
    const c = field[at];
    const end = c === '"' ? endOfQuoted(field, at) : c === "(" ? endOfComment(field, at) : null;
    // One that does not close leaves nothing behind it that could.
    if (c === "(" && end === null) return ends;
    if (c === "(" && end !== null) ends.set(at, end);
    at = end ?? at + 1;
  }
  return ends;
}

function endOfComment(field: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < field.length; at += 1) {
    const c = field[at];
    if (c === "\\") at += 1;
    else if (c === "(") depth += 1;
    else if (c === ")") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** Behind its closing quote. */
function endOfQuoted(field: string, start: number): number | null {
  for (let at = start + 1; at < field.length; at += 1) {
    const c = field[at];
    if (c === "\\") at += 1;
    else if (c === '"') return at + 1;
  }
  return null;
}
