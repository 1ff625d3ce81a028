/** Mail that we sent ourselves and that came back to us, or that goes round in circles. */
import { type ParsedMail, headerValues } from "../reading/parsed-mail.ts";

export interface Ourselves {
  /** A Message-ID that carries our key. */
  readonly isOurMessageId: (id: string) => boolean;
  /** A support or reply address of ours. */
  readonly isOurAddress: (address: string) => boolean;
}

export type LoopSign = "own-message-id" | "own-sender" | "too-many-hops";

/** RFC 5321 §6.3 takes a hundred Received headers for a loop. Real mail has under thirty. */
const MAX_HOPS = 100;

/** Null for mail of others. Judge bounces before: they name us too. */
export function findLoopSign(mail: ParsedMail, us: Ourselves): LoopSign | null {
  if (mail.messageId !== null && us.isOurMessageId(mail.messageId)) return "own-message-id";
  // One of several authors is another's mail, who put us beside them.
  const authors = mail.from.length === 1 ? mail.from : [];
  const senders = [...authors, ...(mail.sender === null ? [] : [mail.sender])];
  if (senders.some(({ address }) => us.isOurAddress(address))) return "own-sender";
  return headerValues(mail, "received").length >= MAX_HOPS ? "too-many-hops" : null;
}
