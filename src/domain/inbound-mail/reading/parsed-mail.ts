/**
 * A mail that came in, as the rules see it: read once at the edge, bounded, never raw.
 *
 * Everything in here was written by a stranger. Nothing in here proves who that was.
 */
import type { Instant, Locale } from "../../ids.ts";
import { parseLanguageHeader } from "../../locale.ts";
import { cleanName } from "../../people/name.ts";

export interface MailAddress {
  /** Decoded display name; empty when there was none. */
  readonly name: string;
  /** As written, controls removed. Not checked to be an address we could write to. */
  readonly address: string;
}

export interface MailAttachment {
  /** Safe to show and to offer as a download name: no path, no controls. null: the part had none. */
  readonly filename: string | null;
  /** Lower case, as declared by the sender. */
  readonly contentType: string;
  /** Lower case `attachment`, `inline` or whatever the sender wrote; null: not given. */
  readonly disposition: string | null;
  /** Without angle brackets. */
  readonly contentId: string | null;
  readonly bytes: Uint8Array;
  /** Sits in a `multipart/related` beside the HTML that shows it. */
  readonly related: boolean;
  /** The start of `text/*` and `message/*` parts as text, for the rules that read reports; null: not text. */
  readonly text: string | null;
}

/** What was left out because it passed a limit. The raw mail keeps it. */
export type CutReason = "text" | "html" | "attachments" | "headers" | "addresses" | "ids";

/** Why a mail could not be read as MIME. What a tolerant second look found is there all the same. */
export type UnreadableReason =
  "too-large" | "too-many-lines" | "too-deep" | "headers-too-large" | "too-costly" | "malformed";

export interface ParsedMail {
  readonly from: readonly MailAddress[];
  readonly sender: MailAddress | null;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly deliveredTo: readonly MailAddress[];
  /** X-Original-To. */
  readonly originalTo: readonly MailAddress[];
  /** Envelope-To, X-Envelope-To. */
  readonly envelopeTo: readonly MailAddress[];
  /** From the newest Return-Path header; "" is the null sender, null: no such header. */
  readonly returnPath: string | null;
  /** Without angle brackets; null: none was given. */
  readonly messageId: string | null;
  /** Without angle brackets, in the order written. */
  readonly inReplyTo: readonly string[];
  /** Without angle brackets, oldest first. */
  readonly references: readonly string[];
  /** Decoded, one line; empty when there was none. */
  readonly subject: string;
  /** null: absent or not a date. Never trust it for order. */
  readonly date: Instant | null;
  /** Lower-cased name → unfolded values, top of the mail first, not decoded. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Type of the whole mail, lower case, such as `multipart/report`. */
  readonly contentType: string;
  /** `report-type` of a `multipart/report`, lower case. */
  readonly reportType: string | null;
  /** The readable text parts in order, decoded, `\n` line ends, format=flowed joined; null: the mail has no plain text. */
  readonly text: string | null;
  /** The HTML parts in order, decoded, **not sanitised**; null: the mail has no HTML. */
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  readonly cut: readonly CutReason[];
  /** An envelope of S/MIME or PGP around it, which nobody has checked or opened. null: none. */
  readonly protection: "signed" | "encrypted" | null;
  /** null: read as MIME in full. */
  readonly unreadable: UnreadableReason | null;
}

/** The first value of a header, or null. `name` in lower case. */
export const header = (mail: Pick<ParsedMail, "headers">, name: string): string | null =>
  mail.headers.get(name)?.[0] ?? null;

/** Every value of a header, top of the mail first. `name` in lower case. */
export const headerValues = (mail: Pick<ParsedMail, "headers">, name: string): readonly string[] =>
  mail.headers.get(name) ?? [];

/** What the author calls themselves; null: nothing. An address in it that is not theirs would pass for the sender's. */
export function authorName({ from: [author] }: Pick<ParsedMail, "from">): string | null {
  const name = cleanName(author?.name ?? "");
  if (name === "" || name.toLowerCase() === author?.address.toLowerCase()) return name || null;
  const said = name.replaceAll(ADDRESS, " ");
  // Of broken brackets around the address, one is left at its side.
  if (said === name) return name.replaceAll(/^[\s>]{1,99}|[\s<>]{1,99}$/g, "") || null;
  const rest = said.replaceAll(/[<([]\s{0,9}[>)\]]/g, " ");
  return cleanName(rest).replaceAll(/^[\s,;:"'-]{1,99}|[\s,;:"'-]{1,99}$/g, "") || null;
}

/** Also with the wide or small sign that looks like it. */
const ADDRESS = /[^\s<>()[\],;"']{1,100}[@\uFF20\uFE6B][^\s<>()[\],;"']{1,100}\.[^\s<>()[\],;"']{1,100}/gu;

/** The languages in which it says that it is written, best first (RFC 3282). */
export const languagesNamed = (mail: Pick<ParsedMail, "headers">): readonly Locale[] =>
  parseLanguageHeader(header(mail, "content-language") ?? "");
