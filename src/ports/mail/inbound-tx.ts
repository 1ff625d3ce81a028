import type { InboundPlace, NewInboundMail } from "../../domain/inbound-mail/inbound-mail.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { InboundState } from "../../domain/inbound-mail/place-mail.ts";
import type { UndecidedMessage } from "../../domain/mail/another-sender.ts";
import type { SentMail } from "../../domain/conversation/unread.ts";
import type {
  BrandId,
  ConversationId,
  DeliveryId,
  EmailAddress,
  InboundMailId,
  Instant,
  Seq,
} from "../../domain/ids.ts";

export interface InboundOutcome extends InboundPlace {
  readonly verdict: string | null;
  readonly fromAddress: string | null;
  readonly fromName: string | null;
  readonly subject: string | null;
  /** Who else got it, as agents read them. */
  readonly copiedTo: readonly string[];
  /** Without angle brackets; null: it had none, or was not read. */
  readonly messageId: string | null;
  /** How its text begins, for a line of a list. */
  readonly preview: string | null;
  /** Keeps further copies of it away; null: it is one itself, or none is to be told apart. */
  readonly dedupeKey: string | null;
}

/** What mail has come and gone in a conversation. */
export interface Traffic {
  /** Mails that were posted there as the participant's. */
  readonly posted: number;
  /** Mails that were posted there as *another sender*'s: a stranger's flood leaves the participant their own words. */
  readonly strangers: number;
  /** The mails that left or may have left, in the order in which they were written. */
  readonly sent: readonly SentMail[];
  /** Those of which nobody knows yet whether they arrived. */
  readonly ambiguous: readonly DeliveryId[];
  /** Mails that were too many, and went to triage. */
  readonly capped: number;
}

/** What decides about a mail by a person. */
export interface Answering {
  /** Null: there is no conversation that it is for. */
  readonly place: { readonly locked: LockedConversation; readonly traffic: Traffic } | null;
  /** `sender`: this address is blocked. `person`: the end user of the conversation is. */
  readonly blocked: { readonly sender: boolean; readonly person: boolean };
}

/** Mail that came in: raw first, always; what it meant afterwards. */
export interface InboundTx {
  store(mail: NewInboundMail): Promise<void>;
  /**
   * Locks it until the transaction ends, with the key that tells copies of it apart (null: none does), and answers what
   * has become of it so far, and whether no other mail holds the key: two copies are not both told so. Null: there is none.
   */
  lock(
    id: InboundMailId,
    dedupeKey: string | null,
  ): Promise<{ readonly state: InboundState; readonly isFirst: boolean } | null>;
  settle(id: InboundMailId, outcome: InboundOutcome): Promise<void>;
  /** The address in From of a mail in triage, which stays as it is until the end; null: it is not in triage, or has none. */
  findTriaged(id: InboundMailId): Promise<string | null>;
  /** What an agent has decided about a mail in triage. */
  decide(id: InboundMailId, decided: InboundPlace): Promise<void>;
  /** A message whose mail is here no more is not found: there would be nothing to put into triage. */
  findUndecided(id: ConversationId, seq: Seq): Promise<(UndecidedMessage & { readonly mailId: InboundMailId }) | null>;
  /**
   * Locks the conversation that a mail by a person is for (null: none is known), and reads under the lock what decides
   * about it. `from` null: it names nobody who could be blocked.
   */
  lockForAnswer(id: ConversationId | null, from: EmailAddress | null, since: Instant): Promise<Answering>;
  /** The mails of a conversation, those that came in counted since then. */
  loadTraffic(id: ConversationId, since: Instant): Promise<Traffic>;
  /** The brand of the first of these addresses that is a support address of ours; null: none is. */
  findBrand(addresses: readonly string[]): Promise<BrandId | null>;
  /** Whether a support address is at this domain, given in lower case. */
  isSupportDomain(domain: string): Promise<boolean>;
  /** An active team member's; whoever left the team writes as anybody does. */
  isAgentAddress(address: EmailAddress): Promise<boolean>;
  /** How many conversations have begun by mail since with whoever is answered there. */
  countBegun(from: EmailAddress, since: Instant): Promise<number>;
}
