/** Notices that a mail was displayed (RFC 8098) or delivered (RFC 3464, action delivered): good news, and no turn of anybody. */
import type { ParsedMail } from "../reading/parsed-mail.ts";
import { addressIn, fieldValue, parseFieldGroups, partsOfType, typedValue } from "../reading/parts.ts";
import { readDeliveryStatus } from "../bounce/delivery-status.ts";
import { readJsonNotice } from "../bounce/json-notice.ts";
import { readReturned } from "../bounce/returned-message.ts";
import { formatStatus } from "../bounce/status.ts";

export interface Receipt {
  readonly what: "displayed" | "deleted" | "delivered" | "other";
  readonly status: string | null;
  readonly recipient: string | null;
  readonly originalMessageId: string | null;
}

/** Null when the mail is no receipt, or tells also of a failure. */
export const readReceipt = (mail: ParsedMail): Receipt | null =>
  readDisposition(mail) ?? readDelivered(mail) ?? readDeliveredNotice(mail);

function readDisposition(mail: ParsedMail): Receipt | null {
  const part = partsOfType(mail, ["message/disposition-notification", "message/global-disposition-notification"])[0];
  if (part === undefined && mail.reportType !== "disposition-notification") return null;
  const fields = parseFieldGroups(part?.text ?? "").flat();
  const disposition = fieldValue(fields, "disposition")?.toLowerCase() ?? "";
  const recipient = fieldValue(fields, "final-recipient") ?? fieldValue(fields, "original-recipient");
  return {
    what: disposition.includes("displayed") ? "displayed" : disposition.includes("deleted") ? "deleted" : "other",
    status: null,
    recipient: recipient === null ? null : addressIn(typedValue(recipient)),
    originalMessageId:
      fieldValue(fields, "original-message-id")?.replaceAll(/[<>\s]/g, "") ?? readReturned(mail).messageId,
  };
}

const GOOD_NEWS: ReadonlySet<string | null> = new Set(["delivered", "relayed", "expanded"]);

function readDelivered(mail: ParsedMail): Receipt | null {
  const report = readDeliveryStatus(mail);
  const first = report?.recipients[0];
  if (report === null || first === undefined) return null;
  if (
    !report.recipients.every(({ action, status }) => GOOD_NEWS.has(action) || (action === null && status?.class === 2))
  )
    return null;
  return {
    what: "delivered",
    status: first.status === null ? null : formatStatus(first.status),
    recipient: first.recipient,
    originalMessageId: readReturned(mail).messageId ?? report.originalMessageId,
  };
}

function readDeliveredNotice(mail: ParsedMail): Receipt | null {
  const notice = readJsonNotice(mail);
  if (notice?.kind !== "delivery") return null;
  return {
    what: "delivered",
    status: "2.0.0",
    recipient: notice.recipient,
    originalMessageId: notice.originalMessageId,
  };
}
