import type { ConversationId, DeliveryId, InboundMailId, Instant } from "../ids.ts";
import type { InboundState } from "./place-mail.ts";

/** A mail as it came in, before anybody has read it. */
export interface NewInboundMail {
  readonly id: InboundMailId;
  readonly receivedAt: Instant;
  readonly door: "smtp" | "lmtp" | "imap" | "webhook";
  /** Null: the null sender of bounces. */
  readonly envelopeFrom: string | null;
  readonly recipients: readonly string[];
  readonly remoteAddress: string | null;
  readonly helo: string | null;
  readonly raw: Uint8Array;
}

/** What became of a mail. */
export interface InboundPlace {
  readonly state: InboundState;
  readonly because: string | null;
  readonly conversationId: ConversationId | null;
  /** Of ours, that it answers or reports about; null: none. */
  readonly deliveryId: DeliveryId | null;
}
