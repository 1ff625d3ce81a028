/** An address field of one mailbox, read as its writer meant it, for people to see. It proves nothing: see `author.ts`. */
import { readTokens, type Token } from "./tokens.ts";

interface OneMailbox {
  /** As written, without the quotes of RFC 5322; what stood in a comment where there is nothing else. May be empty. */
  readonly name: string;
  /** All that stands in the brackets, or the only word. Not checked to be an address. */
  readonly address: string;
}

/**
 * A name may hold what would need quotes: commas, colons, halves of brackets. Null: the field may hold several mailboxes,
 * or a group. `field`: one line, encoded words not yet decoded.
 */
export function findOneMailbox(field: string): OneMailbox | null {
  const read = readTokens(field);
  if (read === null) return null;
  const { tokens, comments } = read;
  const named = (name: string): string => name || (comments[0] ?? "").trim();
  const [only, ...others] = tokens;
  if (only?.kind === "word" && others.length === 0) return { name: named(""), address: only.text };
  const open = tokens.findLastIndex((token) => isMark(token, "<"));
  const close = tokens.at(-1);
  if (open === -1 || close === undefined || !isMark(close, ">")) return null;
  const before = tokens.slice(0, open);
  const inBrackets = tokens.slice(open + 1, -1);
  if (inBrackets.length === 0 || inBrackets.some((token) => isMark(token, ">") || isMark(token, ","))) return null;
  if (before.some((token) => mayDivide(token, before))) return null;
  const start = tokens[open]?.to ?? 0;
  return { name: named(nameOf(before)), address: field.slice(start, close.from).trim() };
}

const isMark = ({ kind, text }: Token, mark: string): boolean => kind === "mark" && text === mark;

/** Another address, a group's end, another pair of brackets. An address said twice is a name, if nothing divides. */
function mayDivide(token: Token, before: readonly Token[]): boolean {
  if (token.kind === "mark") return ";<>".includes(token.text);
  return token.kind === "word" && token.text.includes("@") && before.length > 1;
}

/** What parts words was meant so; a comment leaves one space. */
function nameOf(tokens: readonly Token[]): string {
  let name = "";
  let end = 0;
  for (const { kind, text, from, to } of tokens) {
    const isApart = from > end && name !== "";
    name += `${isApart ? " " : ""}${kind === "quoted" ? text.replaceAll(/\\(.)/g, "$1") : text}`;
    end = to;
  }
  return name.replaceAll(OUTSIDE, "").replaceAll(/ +/g, " ");
}

/** Commas and spaces that part nothing from nothing. */
const OUTSIDE = /^[\s,]{1,99}|[\s,]{1,99}$/g;
