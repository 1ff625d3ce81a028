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

/** Octets. Such mails are stored and settled several at a time; a larger one would keep its neighbours waiting. */
const SMALL_AT_MOST = 256 * 1024;

/** Whether it is one of them. */
export const isSmall = ({ raw }: Pick<NewInboundMail, "raw">): boolean => raw.byteLength <= SMALL_AT_MOST;

/** Why agents decide about a mail. */
const TRIAGE_REASONS = [
  "agent-address",
  "another-sender-to-closed",
  "automatic-and-unplaced",
  "blocked-sender",
  "fails-dmarc",
  "no-reply-address",
  "no-sender",
  "not-fetched",
  "own-address",
  "report-of-nothing-we-sent",
  "taken-out",
  "too-large",
  "too-many-conversations",
  "too-many-mails",
  "too-many-unproved",
  "unplaced",
  "upstream-spam",
  "withdrawn-token",
] as const;
export type TriageReason = (typeof TRIAGE_REASONS)[number];

/** Why a mail is where it is; what is recorded, by what kind of mail it is (`verdict.ts`). */
export const INBOUND_REASONS = [
  ...TRIAGE_REASONS,
  "another-sender",
  "attached",
  "auto-reply",
  "begun-by-agent",
  "bounce",
  "complaint",
  "follow-up",
  "ignored-by-agent",
  "list",
  "new-conversation",
  "own-message-id",
  "own-sender",
  "person",
  "receipt",
  "seen-before",
  "self-test",
  "too-many-hops",
] as const;
export type InboundReason = (typeof INBOUND_REASONS)[number];

/** What became of a mail. */
export interface InboundPlace {
  readonly state: InboundState;
  readonly because: InboundReason | null;
  readonly conversationId: ConversationId | null;
  /** Of ours, that it answers or reports about; null: none. */
  readonly deliveryId: DeliveryId | null;
}
