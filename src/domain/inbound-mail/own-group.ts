/**
 * A support address may itself be a group: Google Groups, Microsoft 365, Mailman. What is written to it then carries the
 * marks of a list, although a person wrote it to us.
 */
import type { EmailAddress } from "../ids.ts";
import { isAddressOfGroup } from "./author/behind-group.ts";
import { findAutoReplySign, isWeakSign } from "./automatic/auto-reply.ts";
import type { MailEnvelope } from "./automatic/machine-sender.ts";
import type { ParsedMail } from "./reading/parsed-mail.ts";

/** Whether the list that the mail came through is this support address, and nothing else speaks for a machine. */
export function isThroughOwnGroup(mail: ParsedMail, envelope: MailEnvelope | null, support: EmailAddress): boolean {
  const automatic = findAutoReplySign(mail, envelope);
  // A group marks what it passes on as Precedence: list or bulk, and may ask not to be answered.
  return (automatic === null || isWeakSign(automatic)) && isAddressOfGroup(mail, support);
}
