/**
 * Who wrote a mail, read so strictly that no two readers can differ: proof counts for this address, and for no other
 * (product.md §4.6, mail-rules.md rule 20).
 *
 * A mail is proved by one program and shown by another, and what its provider let pass a third has read. Whoever writes a
 * From that they read differently speaks in the name of somebody else; so what is ambiguous names nobody.
 */
import type { EmailAddress } from "../../ids.ts";
import { parseEmailAddress } from "../../mail/email-address.ts";
import { err, type Result } from "../../result.ts";
import type { MailAddress, ParsedMail } from "../reading/parsed-mail.ts";
import { type FieldDoubt, findFromField } from "./from-field.ts";
import { readTokens, type Token } from "./tokens.ts";

type AuthorDoubt =
  | FieldDoubt
  /** Brackets, quotes or comments that do not close, a group, a route, or words where none may stand. */
  | "not-one-mailbox"
  /** The one place for an address holds something else: quotes, octets beyond ASCII, a space. */
  | "no-address";

/**
 * The whole address of the one author. `head`: the octets before the body, one character each. More is allowed to a name
 * than the standard does, commas and colons without quotes, as long as no other address can be read out of it.
 */
export function readAuthor(head: string): Result<EmailAddress, AuthorDoubt> {
  const field = findFromField(head);
  return field.ok ? readMailbox(field.value) : field;
}

/**
 * Whether the reading that is shown and matched names this author and nobody else. `author` null: the field is read
 * in more than one way, and nobody is proved.
 */
export function isSoleAuthor(author: EmailAddress | null, from: readonly Pick<MailAddress, "address">[]): boolean {
  const [shown, ...others] = from;
  if (author === null || shown === undefined || others.length > 0) return false;
  const read = parseEmailAddress(shown.address);
  return read.ok && read.value === author;
}

/**
 * The address that is taken for the sender's, proved or not: of the only mailbox in From, as it stands there, whole. Null:
 * there are several or none, or what was read is a part of something that is no address.
 */
export function soleSender({ from, headers }: Pick<ParsedMail, "from" | "headers">): EmailAddress | null {
  const [sender, ...others] = from;
  if (sender === undefined || others.length > 0 || !PRINTABLE.test(sender.address)) return null;
  const parsed = parseEmailAddress(sender.address);
  const fields = headers.get("from") ?? [];
  return parsed.ok && fields.every((field) => standsWhole(sender.address, field)) ? parsed.value : null;
}

/** Where a field does not hold it in clear, a program has encoded it, and another may read it. */
function standsWhole(address: string, field: string): boolean {
  const at = field.lastIndexOf(address);
  return at < 0 || (ENDS_BEFORE.test(field.slice(0, at)) && BEGINS_BEHIND.test(field.slice(at + address.length)));
}

const ENDS_BEFORE = /(?:^|[<",:;()])\s{0,99}$/;
const BEGINS_BEHIND = /^\s{0,99}(?:$|[>",;()])/;

/**
 * What agents are told of who wrote: every address that From names, as it stands there. Empty: none. Of several fields
 * the topmost begins, and mail programs show no other: its first address stands for all.
 */
export function authorsNamed({ from, headers }: Pick<ParsedMail, "from" | "headers">): string {
  const fields = headers.get("from")?.length ?? 1;
  const shown = fields > 1 ? from.slice(0, 1) : from;
  const named = shown.slice(0, NAMED_AT_MOST).map(({ address }) => address);
  return [...named, ...(shown.length > NAMED_AT_MOST ? ["…"] : [])].join(", ");
}

/** One line of a screen. */
const NAMED_AT_MOST = 5;

function readMailbox(field: string): Result<EmailAddress, AuthorDoubt> {
  const tokens = readTokens(field)?.tokens ?? null;
  if (tokens === null || mayHideAnother(field, tokens)) return err("not-one-mailbox");
  const [only, ...others] = tokens;
  if (only !== undefined && others.length === 0) return only.kind === "word" ? addressOf(only.text) : err("no-address");
  const [open, word, close] = tokens.slice(-3);
  if (!isMark(open, "<") || !isMark(close, ">") || word === undefined) return err("not-one-mailbox");
  if (word.kind !== "word") return err("no-address");
  return isName(tokens.slice(0, -3), word.text) ? addressOf(word.text) : err("not-one-mailbox");
}

/**
 * A comment that does not close holds all the rest to strict readers, the address with it: a provider that finds none lets
 * pass what it would refuse. Where one ends only for some, nothing in the field may be an address but the one.
 */
const mayHideAnother = (field: string, tokens: readonly Token[]): boolean =>
  tokens.some((token) => isMark(token, "(")) ||
  (tokens.some((token) => isMark(token, ")")) && (field.split("@").length > 2 || holdsEncoded(tokens)));

function addressOf(word: string): Result<EmailAddress, AuthorDoubt> {
  // No part of an address is an encoded word (RFC 2047 §5), though every letter of one may stand in it.
  if (!PRINTABLE.test(word) || word.includes("=?")) return err("no-address");
  const parsed = parseEmailAddress(word);
  return parsed.ok ? parsed : err("no-address");
}

const PRINTABLE = /^[!-~]+$/;

const isMark = (token: Token | undefined, mark: string): boolean => token?.kind === "mark" && token.text === mark;

/**
 * Whether what stands before the brackets is a name to every reader. A comma, a colon, a square bracket or a parenthesis
 * that closes nothing was meant as part of it, or means something to a reader: then nothing in it may hold another address.
 */
function isName(tokens: readonly Token[], address: string): boolean {
  const divided = tokens.slice(0, tokens.findLastIndex(isDivider) + 1);
  if (holdsEncoded(divided)) return false;
  return tokens.every((token) => {
    const { kind, text } = token;
    if (kind === "mark") return isDivider(token);
    if (!text.includes("@")) return true;
    return divided.length === 0 && (kind === "quoted" || isSaidTwice(text, address));
  });
}

const isDivider = ({ kind, text }: Token): boolean => kind === "mark" && ",:[])".includes(text);

/** Some programs give the address for a name, and put it between apostrophes. */
const isSaidTwice = (name: string, address: string): boolean =>
  name.replaceAll(/^'|'$/g, "").toLowerCase() === address.toLowerCase();

/** What stands by itself and is encoded is opened by some who look for an address in it (RFC 2047 §2). */
function holdsEncoded(tokens: readonly Token[]): boolean {
  const text = tokens.map((token) => token.text).join(" ");
  return text.includes("=?") && text.includes("?=");
}
