/** Which conversation a mail belongs to: token, then our Message-IDs, never the subject (product.md §4.3, mail-rules.md rule 19). */
import type { DeliveryId } from "../ids.ts";
import { parseMessageId, parseReplyToken, type ReplyTarget, type TokenKeys } from "../mail/reply-address.ts";
import type { ParsedMail } from "./reading/parsed-mail.ts";
import { recipientsByTrust } from "./recipients.ts";

/** How far a stored mail has come. */
export type InboundState = "stored" | "posted" | "recorded" | "triage" | "ignored" | "duplicate";

export interface Placement {
  /** The token of a reply address, in the most trusted recipient that has one; null: none was found. */
  readonly target: ReplyTarget | null;
  /** The recipient that carried it, or, without a token, the first of all. */
  readonly recipient: string;
  /** Deliveries of ours that it answers, the nearest first: In-Reply-To, then References from the newest. */
  readonly answered: readonly DeliveryId[];
  /** Every recipient, the most trusted first: one may be a support address. */
  readonly recipients: readonly string[];
}

export function placeMail(mail: ParsedMail, envelope: readonly string[], keys: TokenKeys): Placement {
  const recipients = recipientsByTrust(mail, envelope).map(({ address }) => address);
  const ids = [...mail.inReplyTo, ...mail.references.toReversed()];
  const answered = ids.flatMap((id) => {
    const parsed = parseMessageId(id, keys);
    return parsed.kind === "ours" ? [parsed.deliveryId] : [];
  });
  for (const recipient of recipients) {
    const parsed = parseReplyToken(localPart(recipient), keys);
    if (parsed.kind === "ours") return { target: parsed, recipient, answered, recipients };
  }
  return { target: null, recipient: recipients[0] ?? "", answered, recipients };
}

export const localPart = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf("@")));
