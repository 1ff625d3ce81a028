import type { Change } from "../../domain/change.ts";
import type { ContinuityDecision, ContinuityFacts, Presence } from "../../domain/continuity/continuity.ts";
import type { Channel, LockedConversation, MessageForm } from "../../domain/conversation/conversation.ts";
import type { EditableMessage } from "../../domain/conversation/handling.ts";
import type {
  AgentId,
  BrandId,
  ClientId,
  ConversationId,
  EndUserId,
  Instant,
  Revision,
  Seq,
  SessionId,
} from "../../domain/ids.ts";

interface NewConversation {
  readonly id: ConversationId;
  readonly brandId: BrandId;
  readonly endUserId: EndUserId;
  readonly origin: Channel;
  /** What it is about, by the mail that begins it; null: none does, or it says nothing. */
  readonly subject: string | null;
  readonly pageUrl: string | null;
  /** What the site calls it; null or not given: it does not. */
  readonly displayName?: string | null;
  /** The session and client id that began it; null: it began by mail. */
  readonly startedBy: { readonly sessionId: SessionId; readonly clientId: ClientId } | null;
  readonly followUpOf: ConversationId | null;
  /** Begun by somebody who is blocked; not given: it is not. */
  readonly isMuted?: boolean;
  readonly createdAt: Instant;
}

/** What the rule last said of a conversation, as data for a sentence on the agents' screens. */
export interface ContinuityNote {
  readonly kind: "wait" | "skip" | "send";
  readonly until: Instant | null;
  readonly because: ContinuityDecision["because"];
  readonly leftAt: Instant | null;
  readonly missing: string | null;
}

/** Conversations and their messages, for writing. Lock first, always: every decision is made on a locked conversation. */
export interface ConversationTx {
  /** Locks the row until the transaction ends; null: there is none. */
  lock(id: ConversationId): Promise<LockedConversation | null>;
  insert(conversation: NewConversation): Promise<LockedConversation>;
  /** Writes a decision: one revision, rows, jobs, and what rings after commit. Answers the new revision. */
  apply(locked: LockedConversation, change: Change): Promise<Revision>;
  /** The conversation that this session began with this client id; null: it did not. */
  findStarted(sessionId: SessionId, clientId: ClientId): Promise<ConversationId | null>;
  /** Where a message with this client id stands already; null: it is new. */
  findPosted(
    id: ConversationId,
    authorId: AgentId | EndUserId,
    clientId: ClientId,
  ): Promise<{ readonly seq: Seq; readonly postedAt: Instant } | null>;
  /** When the end user wrote the first message that no agent has replied to since; null: nothing is unanswered. */
  findUnansweredSince(id: ConversationId): Promise<Instant | null>;
  /** What this team member holds that is not over, the oldest first. */
  findHeldBy(id: AgentId): Promise<readonly ConversationId[]>;
  /** What an edit must know; null: no such message. */
  findEditable(id: ConversationId, seq: Seq): Promise<EditableMessage | null>;
  /** Forms and acknowledgements that a change of address rewrites, in order. */
  loadForms(id: ConversationId): Promise<readonly { readonly seq: Seq; readonly form: MessageForm }[]>;
  /** Whether the end user is connected, on any device that may open this conversation (product.md §2.4). */
  loadPresence(id: ConversationId, now: Instant): Promise<Presence>;
  /** Everything the rule asks, as it is now (product.md §2). */
  loadContinuityFacts(locked: LockedConversation, now: Instant): Promise<ContinuityFacts>;
  /** Keeps the rule's answer; raises the revision only where the answer changed. */
  noteContinuity(id: ConversationId, note: ContinuityNote): Promise<void>;
}
