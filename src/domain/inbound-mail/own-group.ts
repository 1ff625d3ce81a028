/**
 * A support address may itself be a group: Google Groups, Microsoft 365, Mailman. What is written to it then carries the
 * marks of a list, although a person wrote it to us.
 */
import { type EmailAddress } from "../ids.ts";
import { parseEmailAddress } from "../mail/email-address.ts";
import { findAutoReplySign } from "./automatic/auto-reply.ts";
import type { MailEnvelope } from "./automatic/machine-sender.ts";
import { findListId } from "./automatic/mailing-list.ts";
import { header, type ParsedMail } from "./reading/parsed-mail.ts";

/** Whether the list that the mail came through is this support address, and nothing else speaks for a machine. */
export function isThroughOwnGroup(mail: ParsedMail, envelope: MailEnvelope | null, support: EmailAddress): boolean {
  const automatic = findAutoReplySign(mail, envelope);
  // A group marks what it passes on as Precedence: list or bulk.
  if (automatic !== null && automatic !== "precedence") return false;
  const address = support.toLowerCase();
  // A List-ID writes a full stop for the at sign (RFC 2919 §3).
  return addressesOf(mail).includes(address) || findListId(mail) === address.replace("@", ".");
}

/** Addresses that the list calls its own. */
function addressesOf(mail: ParsedMail): readonly string[] {
  const named = [header(mail, "list-post"), header(mail, "x-beenthere"), header(mail, "mailing-list")];
  return named.flatMap((value) => value?.toLowerCase().match(ADDRESS) ?? []);
}

const ADDRESS = /[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9.-]{1,253}/g;

/**
 * Who wrote a mail that the group sends under its own address, because the writer's domain forbids others to use it.
 * Nothing proves it. Null: the mail does not say.
 */
export function writerBehindGroup(mail: ParsedMail): EmailAddress | null {
  const written = header(mail, "x-original-from") ?? header(mail, "x-original-sender") ?? "";
  const named = written.toLowerCase().match(ADDRESS)?.[0] ?? mail.replyTo[0]?.address ?? "";
  const parsed = parseEmailAddress(named);
  return parsed.ok ? parsed.value : null;
}
