/**
 * What kind of mail is this? The first question asked of every mail, before whose it is and where it belongs.
 *
 * Whatever a machine made is found by what only machines do; all the rest is a person's, for a person's words must never be thrown away.
 */
import { type AutoReplySign, findAutoReplySign, isWeakSign } from "./automatic/auto-reply.ts";
import { readJsonNotice } from "./bounce/json-notice.ts";
import { type Bounce, readBounce, readToldBounce } from "./bounce/read-bounce.ts";
import { findBounceSign } from "./bounce/signs.ts";
import { type Complaint, readComplaint } from "./bounce/complaint.ts";
import type { MailEnvelope } from "./automatic/machine-sender.ts";
import { findListId } from "./automatic/mailing-list.ts";
import type { ParsedMail } from "./reading/parsed-mail.ts";
import { type Receipt, readReceipt } from "./automatic/receipt.ts";

export type Verdict =
  | { readonly kind: "person" }
  | ({ readonly kind: "bounce" } & Bounce)
  | ({ readonly kind: "complaint" } & Complaint)
  | { readonly kind: "auto-reply"; readonly because: AutoReplySign }
  | ({ readonly kind: "receipt" } & Receipt)
  | { readonly kind: "list"; readonly listId: string };

/** `envelope` is null at doors that do not know it, such as IMAP. Nothing in a verdict proves that it concerns us: check ids and return path. */
export function decideVerdict(mail: ParsedMail, envelope: MailEnvelope | null): Verdict {
  const complaint = readComplaint(mail);
  if (complaint !== null) return { kind: "complaint", ...complaint };
  const receipt = readReceipt(mail);
  if (receipt !== null) return { kind: "receipt", ...receipt };
  const notice = readJsonNotice(mail);
  if (notice?.kind === "bounce") return { kind: "bounce", ...readToldBounce(notice) };
  if (findBounceSign(mail, envelope) !== null) return { kind: "bounce", ...readBounce(mail) };
  const listId = findListId(mail);
  const automatic = findAutoReplySign(mail, envelope);
  if (automatic !== null && (listId === null || automatic === "auto-submitted"))
    return { kind: "auto-reply", because: automatic };
  return listId === null ? { kind: "person" } : { kind: "list", listId };
}

/** Whether nothing but a wish not to be answered, or a list on the way, speaks against a person. */
export const mayBePersons = (verdict: Verdict): boolean =>
  verdict.kind === "list" || (verdict.kind === "auto-reply" && isWeakSign(verdict.because));

/**
 * Whether the one mark is a wish not to be answered: Exchange puts it on all the mail of a company, so a fresh mail with
 * it may be a person's. What goes out in bulk or through a list does more than ask.
 */
export const onlyAsksForNoAnswer = (verdict: Verdict): boolean =>
  verdict.kind === "auto-reply" && verdict.because === "asks-no-answer";
