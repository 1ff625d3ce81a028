/** Conversations as agents see them, and the mails that carried their replies. */
import { LIST_VIEWS } from "../../src/domain/conversation/list-views.ts";
import { Type, type Static } from "typebox";
import type { ContinuityDecision, WaitReason } from "../../src/domain/continuity/continuity.ts";
import type { AttemptOutcome, DeliveryState } from "../../src/domain/continuity/delivery.ts";
import {
  AgentMessage,
  Channel,
  ConversationStatus,
  exact,
  InstantMs,
  list,
  LocaleTag,
  nullable,
  RevisionNumber,
  SeqMark,
  SeqNumber,
  Uuid,
  Visibility,
  words,
} from "../shared.ts";

/**
 * What the continuity rule says of a conversation now, as data for a sentence
 * (*will be e-mailed at 14:10 (Marie left at 14:00)*).
 */
const ContinuityView = exact({
  kind: Type.Union([Type.Literal("wait"), Type.Literal("skip"), Type.Literal("send")]),
  until: nullable(InstantMs),
  because: words<ContinuityDecision["because"]>()([
    "inactive",
    "gone",
    "by-email",
    "finished",
    "send-now",
    "settling",
    "between-mails",
    "reconnecting",
    "conversation-cap",
    "session-cap",
    "recipient-cap",
    "nothing-waiting",
    "in-delivery",
    "closed",
    "disabled",
    "prerequisite",
    "no-address",
    "suppressed",
    "stopped",
  ]),
  /** Since when nobody of theirs is connected; null: connected now. */
  leftAt: nullable(InstantMs),
  /** The prerequisite that is missing, where because = prerequisite. */
  missing: nullable(Type.String()),
});
type ContinuityView = Static<typeof ContinuityView>;
/** `because` of a wait. */
export type { WaitReason };

const AddressView = exact({
  email: Type.String(),
  state: Type.Union([
    Type.Literal("unproved"),
    Type.Literal("proved"),
    Type.Literal("bounced"),
    Type.Literal("stopped"),
  ]),
  /** Why it is bounced or stopped, in the words of the mail system; null otherwise. */
  reason: nullable(Type.String()),
});

/** One line of a list. */
export const ConversationSummary = exact({
  id: Uuid,
  revision: RevisionNumber,
  status: ConversationStatus,
  /** E-mail where the conversation began by mail, else the channel of its newest public message. */
  channel: Channel,
  endUser: exact({ id: Uuid, name: nullable(Type.String()), locale: LocaleTag }),
  /** What it is about, where it began by mail; null: it did not, or nothing was said. */
  subject: nullable(Type.String()),
  /** A steady label for people without a name: *Visitor 4F2A*, its four characters. */
  label: Type.String(),
  assignee: nullable(exact({ id: Uuid, name: Type.String() })),
  /** Waiting in the queue since; null: not in the queue. */
  queuedAt: nullable(InstantMs),
  lastMessage: exact({
    seq: SeqMark,
    text: Type.String(),
    /** Names of its files, for a message that says nothing else. */
    attachments: list(Type.String()),
    authorKind: Type.Union([Type.Literal("end-user"), Type.Literal("agent"), Type.Literal("system")]),
    at: InstantMs,
  }),
  /** End user's messages after this agent's own read line. */
  unread: Type.Integer({ minimum: 0 }),
  /** Public replies still unread by the end user. */
  unreadReplies: Type.Integer({ minimum: 0 }),
  createdAt: InstantMs,
});
export type ConversationSummary = Static<typeof ConversationSummary>;

export const ViewName = Type.Enum(LIST_VIEWS);
export type ViewName = Static<typeof ViewName>;

/** A page of a view. */
export const ConversationList = exact({
  conversations: list(ConversationSummary),
  next: nullable(Type.String()),
  /** `triage`: stored mails that wait for an agent's decision. */
  counts: exact({ queue: Type.Integer(), mine: Type.Integer(), unassigned: Type.Integer(), triage: Type.Integer() }),
});
export type ConversationList = Static<typeof ConversationList>;

/** What an agent knows of one conversation besides its messages. */
export const AgentConversation = exact({
  id: Uuid,
  revision: RevisionNumber,
  status: ConversationStatus,
  brand: exact({ id: Uuid, name: Type.String() }),
  endUser: exact({
    id: Uuid,
    name: nullable(Type.String()),
    identity: Type.Union([Type.Literal("anonymous"), Type.Literal("unverified"), Type.Literal("verified")]),
    locale: LocaleTag,
    timeZone: nullable(Type.String()),
    otherConversations: Type.Integer({ minimum: 0 }),
    /** The block of this person, to lift it; null: they are not blocked. */
    blockId: nullable(Uuid),
  }),
  label: Type.String(),
  /** What it is about, where it began by mail; null: it did not, or nothing was said. */
  subject: nullable(Type.String()),
  pageUrl: nullable(Type.String()),
  /** What the site says of it: nobody has proved it. `name`: what it calls it; null: it does not. */
  site: exact({
    name: nullable(Type.String()),
    tags: list(Type.String()),
    metadata: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  }),
  address: nullable(AddressView),
  assignee: nullable(exact({ id: Uuid, name: Type.String() })),
  queuedAt: nullable(InstantMs),
  lastSeq: SeqMark,
  endUserReadUpTo: SeqMark,
  presence: exact({ connected: Type.Boolean(), leftAt: nullable(InstantMs) }),
  continuity: ContinuityView,
  /** A mail that was tried in vain and will be tried again. */
  retry: nullable(exact({ triedAt: InstantMs, nextAt: InstantMs })),
  /** A form asking for the address is open in the widget. */
  addressAsked: Type.Boolean(),
  createdAt: InstantMs,
  solvedAt: nullable(InstantMs),
});
export type AgentConversation = Static<typeof AgentConversation>;

/** What changed of a conversation since a revision. `mine` is this agent's own read line and draft. */
export const AgentChanges = exact({
  conversation: AgentConversation,
  messages: list(AgentMessage),
  mine: exact({ readUpTo: SeqMark, draft: Type.String(), draftVisibility: Visibility }),
});
export type AgentChanges = Static<typeof AgentChanges>;

/** One mail of the delivery log. */
export const DeliveryView = exact({
  id: Uuid,
  conversationId: Uuid,
  to: Type.String(),
  messageId: Type.String(),
  state: words<DeliveryState>()([
    "queued",
    "sending",
    "accepted",
    "deferred",
    "ambiguous",
    "refused",
    "cancelled",
    "bounced",
  ]),
  /** Why it came back or was cancelled: what the mail system said, or a code of ours; null: neither. */
  because: nullable(Type.String()),
  seqs: list(SeqNumber),
  createdAt: InstantMs,
  /** When it is tried next; null: it is being tried, or settled. */
  nextAttemptAt: nullable(InstantMs),
  /** The recipient's domain asked us to slow down, so it waits without an attempt. */
  isHeld: Type.Boolean(),
  attempts: list(
    exact({
      at: InstantMs,
      outcome: words<AttemptOutcome["kind"] | "sending">()(["sending", "accepted", "deferred", "ambiguous", "refused"]),
      code: nullable(Type.Integer()),
      reply: nullable(Type.String()),
    }),
  ),
});
export type DeliveryView = Static<typeof DeliveryView>;
