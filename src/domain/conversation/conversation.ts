/**
 * What a conversation is: its head (one row) and its messages, as facts that decisions read.
 * The decisions live beside it: posting.ts, handling.ts, reading.ts, notification-address.ts.
 */
import type { Attachment } from "../attachments/attachment.ts";
import type { Fate, ReplyFact, WithheldBecause } from "../continuity/continuity.ts";
import type {
  AgentId,
  BrandId,
  ClientId,
  ConversationId,
  DeliveryId,
  EmailAddress,
  EndUserId,
  InboundMailId,
  Instant,
  MessageId,
  Revision,
  Seq,
  TriggerId,
} from "../ids.ts";
import type { Metadata } from "./site-facts.ts";
import type { ConversationStatus } from "./status.ts";

export type Channel = "messaging" | "email";
export type Visibility = "public" | "note";
/** Muted: written by somebody who is blocked; they alone see it. */
type SeenBy = Visibility | "muted";

/** The address given for one conversation: unproved until authenticated mail comes from it, never an identity. */
interface NotificationAddress {
  readonly email: EmailAddress;
  readonly state: "unproved" | "proved" | "bounced";
  readonly givenAt: Instant;
  /** Why it is bounced, in the mail system's words; null otherwise. */
  readonly reason: string | null;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly brandId: BrandId;
  readonly endUserId: EndUserId;
  readonly status: ConversationStatus;
  /** The channel it began by. */
  readonly origin: Channel;
  /** What the mail that began it is about; null: none began it, or it says nothing. */
  readonly subject: string | null;
  readonly assigneeId: AgentId | null;
  /** In the queue since; null: not in the queue. */
  readonly queuedAt: Instant | null;
  /** First accepted at; null: never served. */
  readonly servedAt: Instant | null;
  /** Seq of the newest message; 0: none. */
  readonly seq: Seq;
  readonly revision: Revision;
  /** The end user's read mark, over all tabs and devices. */
  readonly readUpTo: Seq;
  /** When the mark last rose; null: nothing read yet. */
  readonly readAt: Instant | null;
  /** The highest read mark of any agent. */
  readonly agentsReadUpTo: Seq;
  /** Last sign of attention; kept only while a reply waits. */
  readonly attentionAt: Instant | null;
  readonly lastEndUserMessage: { readonly channel: Channel; readonly at: Instant } | null;
  /** When a mail of ours with replies was last accepted by the next server. */
  readonly lastMailAt: Instant | null;
  readonly lastMessageAt: Instant;
  readonly address: NotificationAddress | null;
  /** Seq of the open form that asks for an address; null: none is open. */
  readonly openFormSeq: Seq | null;
  /** *Stop e-mails about this conversation*. */
  readonly stoppedAt: Instant | null;
  /** Page where it began, without query and fragment. */
  readonly pageUrl: string | null;
  /** What the site said of it, and nobody has proved (site-facts.ts). */
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  readonly solvedAt: Instant | null;
  readonly createdAt: Instant;
  /** Begun by somebody who is blocked: no agent sees it until the block is lifted. */
  readonly isMuted: boolean;
}

/** The e-mail form and its acknowledgement, as an entry of the conversation. */
export interface MessageForm {
  readonly kind: "request-email" | "acknowledge-email";
  readonly state: "open" | "answered" | "dismissed";
  readonly address: string | null;
  readonly bouncedAddress: string | null;
}

export type Author =
  | { readonly kind: "end-user"; readonly id: EndUserId; readonly name: string | null }
  | { readonly kind: "agent"; readonly id: AgentId; readonly name: string }
  | { readonly kind: "system"; readonly triggerId: TriggerId | null };

/** A message before it has its place. */
export interface NewMessage {
  readonly id: MessageId;
  readonly author: Author;
  readonly channel: Channel;
  readonly visibility: SeenBy;
  /** Empty only where files or a form say it. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly form: MessageForm | null;
  /** What was cut from an answer by e-mail; null: nothing. */
  readonly cut: string | null;
  /** Null for what no client sent: mail, triggers. */
  readonly clientId: ClientId | null;
  readonly postedAt: Instant;
  /** Only a public reply by an agent has a fate. */
  readonly fate: Fate | null;
  readonly fateBecause: string | null;
  readonly inboundMailId: InboundMailId | null;
  /** The address of a sender who could not be proved: shown to agents only until one decides; null otherwise. */
  readonly anotherSender: string | null;
}

/** A public reply by an agent whose story is not over (not read, not answered, not deleted). */
export interface OpenReply extends ReplyFact {
  readonly authorId: AgentId;
  /** Why it is withheld; null for every other fate. */
  readonly withheldBecause: WithheldBecause | null;
  readonly mailedAt: Instant | null;
  /** The delivery that carries or carried it; null: none yet. */
  readonly deliveryId: DeliveryId | null;
  /** The delivery is leaving this moment, or may have left: its words can no longer be called back. */
  readonly mayHaveLeft: boolean;
}

/** A conversation locked for a change, with what decisions need of its messages. */
export interface LockedConversation {
  readonly head: Conversation;
  readonly openReplies: readonly OpenReply[];
}
