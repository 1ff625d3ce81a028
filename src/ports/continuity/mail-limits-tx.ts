import type { ConversationId, DeliveryId, EmailAddress, Instant } from "../../domain/ids.ts";
import type { Delivery } from "../../domain/continuity/outgoing.ts";
import type { MailCapFacts } from "../../domain/continuity/mail-caps.ts";
import type { Pace } from "../../domain/continuity/mail-pace.ts";

/** The relay does not take mail, for a reason of its own. */
export interface RelayTrouble {
  readonly since: Instant;
  /** In its words, the last time. */
  readonly said: string;
}

/** How fast, and how often, mail leaves. */
export interface MailLimitsTx {
  /** Null: it takes mail, as far as we know. */
  loadRelayTrouble(): Promise<RelayTrouble | null>;
  noteRelayTrouble(said: string, now: Instant): Promise<void>;
  /** It takes mail again: what failed by it is due now, the oldest first. Answers how many. */
  endRelayTrouble(now: Instant): Promise<number>;
  /** The oldest mail that failed by the relay is due now. False: none waits. */
  tryOldestOfRelay(now: Instant): Promise<boolean>;
  loadPace(domain: string): Promise<Pace | null>;
  /** Null: as fast as we can again. */
  savePace(domain: string, pace: Pace | null, because: string): Promise<void>;
  /** The mails to this domain that wait for their next attempt. */
  loadWaiting(domain: string): Promise<readonly Pick<Delivery, "id" | "conversationId">[]>;
  /** Notes, for the delivery log, until when a mail is held for the sake of its domain; null: it is not. */
  hold(id: DeliveryId, until: Instant | null): Promise<void>;
  /** The mails that count if another one left now. */
  loadCapFacts(
    id: ConversationId,
    to: { readonly address: EmailAddress; readonly isProved: boolean },
    now: Instant,
  ): Promise<MailCapFacts>;
}
