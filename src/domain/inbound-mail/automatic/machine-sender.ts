/** Who never is a person: mail systems, and addresses that say so themselves. */
import type { ParsedMail } from "../reading/parsed-mail.ts";

/** What SMTP said about a mail, where we were there; null at doors that do not know (IMAP): the Return-Path header speaks then. */
export interface MailEnvelope {
  /** MAIL FROM; null is the null sender `<>`. */
  readonly from: string | null;
}

/** Bounces and automatic answers are sent from nobody (RFC 5321 §4.5.5). */
export function hasNullSender(mail: Pick<ParsedMail, "returnPath">, envelope: MailEnvelope | null): boolean {
  return envelope === null ? mail.returnPath === "" : envelope.from === null || envelope.from === "";
}

/** From, Sender or the envelope names a mail system's own mailbox, such as MAILER-DAEMON. */
export function isFromDaemon(
  mail: Pick<ParsedMail, "from" | "sender" | "returnPath" | "headers">,
  envelope: MailEnvelope | null,
): boolean {
  const written = [...mail.from.map(({ address }) => address), mail.sender?.address, envelope?.from, mail.returnPath];
  if (written.some((address) => typeof address === "string" && DAEMON.test(address))) return true;
  // `From: MAILER-DAEMON <>`: a name and nobody behind it.
  return (
    mail.from.length === 0 && (mail.headers.get("from") ?? []).some((value) => /daemon|mail delivery/i.test(value))
  );
}

/** The keeper of a mail system, or a gateway's own mailbox: mostly a machine, now and then a person. */
export const isFromPostmaster = (mail: Pick<ParsedMail, "from">): boolean =>
  mail.from.some(({ address, name }) => POSTMASTER.test(address) || POSTMASTER_NAME.test(name));

/** A program that keeps mailing lists, by the mailbox that it answers from. */
export const isFromListManager = (mail: Pick<ParsedMail, "from" | "headers">): boolean =>
  mail.from.some(({ address }) => LIST_MANAGER.test(address)) ||
  (mail.headers.has("x-mailman-version") && mail.from.some(({ address }) => LIST_MAILBOX.test(address)));

/** The same where nobody but the program writes: what keepers of lists write from theirs is a person's. */
export const isFromListProgram = (mail: Pick<ParsedMail, "from">): boolean =>
  mail.from.some(({ address }) => LIST_MANAGER.test(address));

const LIST_MANAGER =
  /^(?:listserv|majordomo|mailman|sympa|ezmlm|mlmmj|listar|ecartis|listproc|smartlist|minimalist)(?:[-_+.][^@]{0,60})?@/i;
const LIST_MAILBOX = /^[^@]{1,60}-(?:bounces|owner|request|admin|confirm|help)(?:[-+][^@]{0,60})?@/i;

/** Nobody reads what is sent there, and a machine may answer: never answer it automatically. Includes mail systems. */
export function isNoReply(address: string): boolean {
  const [local = ""] = address.toLowerCase().split(/[+@]/u, 1);
  const letters = local.replaceAll(/[^a-z]/gu, "");
  return NO_REPLY.some((name) => letters.startsWith(name) || letters.endsWith(name)) || DAEMON.test(address);
}

const DAEMON =
  /^(?:mailer|mail|delivery|bounce|mdaemon|smtp)?[-_.]?daemon(?:@|$)|^(?:mmdf|uucp|smtpgw|mail[-_.]?system|mail[-_.]?robot|bounce[-_.]?handler)@|^(?:double-?bounces?|mail-?delivery(?:-?subsystem)?)@/i;
const POSTMASTER =
  /^(?:poo?st[-_.]?master|sysadmin|e?mail-?admin(?:istrator)?|ndr|administrator|interscan[^@]{0,20}|imss|mailmarshal|mailsweeper|mimesweeper|mailscanner|notifications?)(?:@|$)/i;
const POSTMASTER_NAME =
  /^(?:mail )?(?:system administrator|administrator|postmaster|mail (?:administrator|delivery|system|gateway)|mmdf|smtp gateway|internet mail delivery|mail deliver system|microsoft exchange|interscan|mailmarshal|mailsweeper|mimesweeper)/i;
/** Compared without separators and digits, in the languages of common senders. */
const NO_REPLY: readonly string[] = [
  "noreply",
  "noreplies",
  "donotreply",
  "dontreply",
  "neverreply",
  "nepasrepondre",
  "nerepondezpas",
  "sansreponse",
  "nocontestar",
  "noresponder",
  "naoresponda",
  "naoresponder",
  "nonrispondere",
  "nichtantworten",
  "keineantwort",
  "nietbeantwoorden",
  "ikkesvar",
  "svarej",
  "mailerdaemon",
  "bounces",
];
