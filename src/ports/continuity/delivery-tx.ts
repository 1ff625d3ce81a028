import type { CarriedMessage, Delivery, DraftedDelivery } from "../../domain/continuity/outgoing.ts";
import type { DeliveryState } from "../../domain/continuity/delivery.ts";
import type { ConversationId, DeliveryId, EmailAddress, Instant, Seq } from "../../domain/ids.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { LeasedJob } from "../job-tx.ts";
import type { SendOutcome } from "./mailer.ts";

/** A mail whose conversation is locked. */
export interface LockedDelivery {
  readonly locked: LockedConversation;
  readonly delivery: Delivery;
}

/** The outbox: written in the transaction that decides, looked at again before each attempt. */
export interface DeliveryTx {
  insert(delivery: DraftedDelivery): Promise<void>;
  /**
   * Cancels the mail of this conversation that waits for its next attempt and carries nothing that still waits. False:
   * one is leaving this moment.
   */
  clearWay(id: ConversationId, now: Instant): Promise<boolean>;
  find(id: DeliveryId): Promise<Delivery | null>;
  /**
   * Locks the conversation of a mail, and then the job; what is answered was read under these locks. Null: there is no
   * such mail, or the lease is not ours any more.
   */
  lockForAttempt(id: DeliveryId, job: LeasedJob): Promise<LockedDelivery | null>;
  /** The public messages with these seqs, in order, as they are now. */
  loadCarried(id: ConversationId, seqs: readonly Seq[]): Promise<readonly CarriedMessage[]>;
  /** Up to `most` public messages with text or files just before `before`, oldest first. */
  loadContext(id: ConversationId, before: Seq, most: number): Promise<readonly CarriedMessage[]>;
  /** Message-IDs of this conversation's mails that were accepted, and of the end user's answers, oldest first. */
  loadThread(id: ConversationId): Promise<readonly string[]>;
  /** Whether a mail was ever accepted for this address in this conversation. */
  hasReached(id: ConversationId, address: EmailAddress): Promise<boolean>;
  /** Freezes the bytes and begins an attempt: state *sending*. */
  startAttempt(
    id: DeliveryId,
    frozen: { readonly raw: Uint8Array; readonly text: string; readonly subject: string } | null,
    now: Instant,
  ): Promise<void>;
  /** The frozen bytes; null: none yet. */
  loadFrozen(id: DeliveryId): Promise<Uint8Array | null>;
  recordOutcome(id: DeliveryId, state: DeliveryState, outcome: SendOutcome, now: Instant): Promise<void>;
  setState(id: DeliveryId, state: DeliveryState, because: string | null, now: Instant): Promise<void>;
  /** When earlier mails to this address failed, the one given left out. */
  loadFailures(address: EmailAddress, except: DeliveryId): Promise<readonly Instant[]>;
}
