/** "This is spam": a provider reports that somebody complained about our mail (RFC 5965). */
import type { ParsedMail } from "../reading/parsed-mail.ts";
import { addressIn, fieldValue, parseFieldGroups, partsOfType } from "../reading/parts.ts";
import { readJsonNotice } from "./json-notice.ts";
import { readReturned } from "./returned-message.ts";

export interface Complaint {
  /** `abuse`, `fraud`, `virus`, `opt-out` … come from people; `auth-failure` and `not-spam` are no complaint about us. Lower case; null: not said. */
  readonly feedbackType: string | null;
  readonly recipient: string | null;
  readonly originalMessageId: string | null;
}

/**
 * Whether a person did not want our mail. `auth-failure` (RFC 6591) reports a forger or a relay, `not-spam` takes a
 * complaint back: neither stops anything.
 */
export const isComplaint = ({ feedbackType }: Complaint): boolean =>
  feedbackType !== "auth-failure" && feedbackType !== "not-spam";

/** Null when the mail is no complaint. */
export function readComplaint(mail: ParsedMail): Complaint | null {
  const notice = readJsonNotice(mail);
  if (notice?.kind === "complaint")
    return { feedbackType: "abuse", recipient: notice.recipient, originalMessageId: notice.originalMessageId };
  const report = partsOfType(mail, ["message/feedback-report"])[0];
  const isReport = report !== undefined || mail.reportType === "feedback-report";
  if (!isReport && !isHotmailComplaint(mail)) return null;
  const fields = parseFieldGroups(report?.text ?? "").flat();
  const returned = readReturned(mail);
  const named =
    fieldValue(fields, "original-rcpt-to") ??
    fieldValue(fields, "removal-recipient") ??
    fieldValue(fields, "original-recipient");
  return {
    feedbackType: fieldValue(fields, "feedback-type")?.toLowerCase() ?? (report === undefined ? "abuse" : null),
    recipient: (named === null ? null : addressIn(named)) ?? returned.to,
    originalMessageId: returned.messageId,
  };
}

/** Microsoft's junk mail reporting sends the mail complained about without a report part. */
const isHotmailComplaint = (mail: ParsedMail): boolean =>
  mail.from.some(({ address }) => /@(?:hotmail|outlook|live|microsoft)\.com$/i.test(address)) &&
  /^complaint about message from /i.test(mail.subject) &&
  partsOfType(mail, ["message/rfc822"]).length > 0;
