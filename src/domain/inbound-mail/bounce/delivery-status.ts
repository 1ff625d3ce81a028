/** `message/delivery-status` (RFC 3464): what became of each recipient. */
import type { HeaderField } from "../reading/header-block.ts";
import type { ParsedMail } from "../reading/parsed-mail.ts";
import { addressIn, fieldValue, parseFieldGroups, partsOfType, typedValue } from "../reading/parts.ts";
import { type MailStatus, parseStatus } from "./status.ts";

type DeliveryAction = "failed" | "delayed" | "delivered" | "relayed" | "expanded";

export interface RecipientStatus {
  readonly action: DeliveryAction | null;
  readonly status: MailStatus | null;
  readonly recipient: string | null;
  /** What the remote server answered, or the reporting one thought. */
  readonly diagnostic: string | null;
}

export interface DeliveryReport {
  readonly recipients: readonly RecipientStatus[];
  /** Some systems put the id of the returned mail among the fields. */
  readonly originalMessageId: string | null;
}

/** Types under which the fields are found; the global one is RFC 6533. */
const STATUS_TYPES = ["message/delivery-status", "message/global-delivery-status"];

export const hasDeliveryStatus = (mail: Pick<ParsedMail, "attachments">): boolean =>
  partsOfType(mail, STATUS_TYPES).length > 0;

/** Every group of fields of every such part; null when the mail has none. */
export function readDeliveryStatus(mail: Pick<ParsedMail, "attachments">): DeliveryReport | null {
  const texts = partsOfType(mail, STATUS_TYPES).map((part) => part.text ?? "");
  return texts.length === 0 ? null : readReport(texts.join("\n\n"));
}

/** The same fields where a system has put them into the readable text. Null when there are none. */
export function readInlineStatus(text: string): DeliveryReport | null {
  const start = text.search(/^(?:Final-Recipient|Original-Recipient|Reporting-MTA):/im);
  if (start < 0) return null;
  const report = readReport(text.slice(start, start + 20_000));
  return report.recipients.length > 0 ? report : null;
}

function readReport(text: string): DeliveryReport {
  const groups = parseFieldGroups(text);
  const ids = groups.flatMap((fields) => ID_FIELDS.map((name) => fieldValue(fields, name)));
  const id = ids.find((value) => value !== null)?.replaceAll(/[<>\s]/g, "");
  return {
    recipients: groups.filter(isRecipientGroup).map(readRecipient),
    originalMessageId: id === undefined || id === "" ? null : id,
  };
}

const ID_FIELDS = ["x-original-message-id", "original-message-id", "x-original-messageid"];

const isRecipientGroup = (fields: readonly HeaderField[]): boolean =>
  fields.some(
    ({ name }) => name === "final-recipient" || name === "original-recipient" || name === "action" || name === "status",
  );

function readRecipient(fields: readonly HeaderField[]): RecipientStatus {
  const recipient =
    fieldValue(fields, "final-recipient") ??
    fieldValue(fields, "original-recipient") ??
    fieldValue(fields, "x-actual-recipient");
  const diagnostic = fields
    .filter(({ name }) => DIAGNOSTIC_FIELDS.includes(name))
    .map(({ value }) => typedValue(value));
  return {
    action: readAction(fieldValue(fields, "action")),
    status: parseStatus(fieldValue(fields, "status") ?? ""),
    recipient: recipient === null ? null : addressIn(typedValue(recipient)),
    diagnostic: diagnostic.length === 0 ? null : diagnostic.join(" ").slice(0, 4_000),
  };
}

/** The last is PowerMTA's own classification, such as `bad-mailbox`. */
const DIAGNOSTIC_FIELDS = ["diagnostic-code", "x-supplementary-info", "x-powermta-bouncecategory"];

const ACTIONS: readonly DeliveryAction[] = ["failed", "delayed", "delivered", "relayed", "expanded"];
/** Spellings seen besides the five of RFC 3464 §2.3.3. */
const OTHER_ACTIONS: ReadonlyMap<string, DeliveryAction> = new Map([
  ["failure", "failed"],
  ["fail", "failed"],
  ["error", "failed"],
  ["expired", "failed"],
  ["delay", "delayed"],
  ["deferred", "delayed"],
]);

function readAction(value: string | null): DeliveryAction | null {
  const word = /[a-z]{1,20}/i.exec(value ?? "")?.[0].toLowerCase() ?? "";
  return ACTIONS.find((action) => action === word) ?? OTHER_ACTIONS.get(word) ?? null;
}
