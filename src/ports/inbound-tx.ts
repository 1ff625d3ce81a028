import type { UndecidedMessage } from "../domain/another-sender.ts";
import type { SentMail } from "../domain/unread.ts";
import type { BrandId, ConversationId, DeliveryId, EmailAddress, InboundMailId, Instant, Seq } from "../domain/ids.ts";

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

export type InboundState = "stored" | "posted" | "recorded" | "triage" | "ignored" | "duplicate";

/** What became of a mail. */
export interface InboundPlace {
  readonly state: InboundState;
  readonly because: string | null;
  readonly conversationId: ConversationId | null;
  /** Of ours, that it answers or reports about; null: none. */
  readonly deliveryId: DeliveryId | null;
}

export interface InboundOutcome extends InboundPlace {
  readonly verdict: string | null;
  readonly fromAddress: string | null;
  readonly fromName: string | null;
  readonly subject: string | null;
  /** How its text begins, for a line of a list. */
  readonly preview: string | null;
}

/** Mail that came in: raw first, always; what it meant afterwards. */
export interface InboundTx {
  store(mail: NewInboundMail): Promise<void>;
  load(id: InboundMailId): Promise<(NewInboundMail & { readonly state: InboundState }) | null>;
  /** Claims the key for this mail; false: another mail holds it, so this one is a repeat. */
  claimDedupeKey(id: InboundMailId, key: string): Promise<boolean>;
  settle(id: InboundMailId, outcome: InboundOutcome): Promise<void>;
  /** What an agent has decided about a mail in triage. */
  decide(id: InboundMailId, decided: InboundPlace): Promise<void>;
  /** A message whose mail is here no more is not found: there would be nothing to put into triage. */
  findUndecided(id: ConversationId, seq: Seq): Promise<(UndecidedMessage & { readonly mailId: InboundMailId }) | null>;
  /** The mails of this conversation that left or may have left, in the order in which they were written. */
  loadSentMails(id: ConversationId): Promise<readonly SentMail[]>;
  /** Texts that we mailed in this conversation: their lines are what an answer quotes. */
  loadSentTexts(id: ConversationId): Promise<readonly string[]>;
  /** The brand of a support address; null: not ours. */
  findSupportAddress(address: string): Promise<BrandId | null>;
  isAgentAddress(address: EmailAddress): Promise<boolean>;
  /** How many mails have been posted into this conversation since. */
  countPosted(id: ConversationId, since: Instant): Promise<number>;
  /** How many conversations this sender has begun by mail since. */
  countBegun(from: EmailAddress, since: Instant): Promise<number>;
}
