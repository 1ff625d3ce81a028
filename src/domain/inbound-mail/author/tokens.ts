/** An address field taken apart by RFC 5322 §3.2, comments left out. */

/** `word`: an atom or several, with what else is none of the marks: dots, at signs, octets beyond ASCII. */
export interface Token {
  readonly kind: "word" | "quoted" | "mark";
  /** As written; of a quoted string without its quotes. */
  readonly text: string;
}

/** Null: a quoted string or a comment does not close. Linear in the length of the field. */
export function tokensOf(field: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < field.length) {
    const c = field[at] ?? "";
    if (c === " " || c === "\t") at += 1;
    else if (c === "(") {
      const end = endOfComment(field, at);
      if (end === null) return null;
      at = end;
    } else if (c === '"') {
      const end = endOfQuoted(field, at);
      if (end === null) return null;
      tokens.push({ kind: "quoted", text: field.slice(at + 1, end - 1) });
      at = end;
    } else if (MARKS.includes(c)) {
      tokens.push({ kind: "mark", text: c });
      at += 1;
    } else {
      const start = at;
      while (at < field.length && !ENDS_WORD.includes(field[at] ?? "")) at += 1;
      tokens.push({ kind: "word", text: field.slice(start, at) });
    }
  }
  return tokens;
}

const MARKS = "<>[]:;,\\)";
const ENDS_WORD = `${MARKS}( \t"`;

/** Behind its closing parenthesis; they nest. */
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
