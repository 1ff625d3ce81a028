/**
 * The agents' door: HTTP under /api/agent (HttpOnly session cookie; requests that change something need the header
 * `x-ariane-request: 1` and an Origin of our own). Its socket speaks contract/agent-socket.ts.
 */
import { Type, type Static } from "typebox";
import {
  AgentMessage,
  AttachmentIds,
  Channel,
  ClientIdText,
  ConversationStatus,
  exact,
  InstantMs,
  LocaleTag,
  MAX_ADDRESS_CHARS,
  MessageText,
  nullable,
  RevisionNumber,
  SeqMark,
  SeqNumber,
  TextWithFiles,
  Uuid,
} from "./shared.ts";

export const AgentRole = Type.Union([Type.Literal("admin"), Type.Literal("agent"), Type.Literal("light-agent")]);
export type AgentRole = Static<typeof AgentRole>;
export const AgentPresence = Type.Union([Type.Literal("online"), Type.Literal("away"), Type.Literal("offline")]);
export type AgentPresence = Static<typeof AgentPresence>;

/** A password longer than this costs hashing time and adds nothing. */
export const MAX_PASSWORD_CHARS = 256;
export const MIN_PASSWORD_CHARS = 10;

/** POST /api/agent/sign-in. Refusals: sign-in-failed (never which half was wrong), rate-limited. */
export const SignIn = exact({
  email: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  password: Type.String({ minLength: 1, maxLength: MAX_PASSWORD_CHARS }),
});
export type SignIn = Static<typeof SignIn>;

/** GET /api/agent/me; 401 signed-out. POST /api/agent/first-admin makes the first admin where there is none yet. */
export const Me = exact({
  id: Uuid,
  name: Type.String(),
  email: Type.String(),
  role: AgentRole,
  /** May go online, accept from the queue and reply by messaging. */
  chatAccess: Type.Boolean(),
  presence: AgentPresence,
  locale: LocaleTag,
  account: exact({
    name: Type.String(),
    timeZone: Type.String(),
    demo: Type.Boolean(),
    agentWorkspaceOn: Type.Boolean(),
    /** The switch *Switch messaging conversations to email*. */
    continuityOn: Type.Boolean(),
  }),
});
export type Me = Static<typeof Me>;

/** PUT /api/agent/me */
export const ChangeMe = exact({
  presence: Type.Optional(AgentPresence),
  locale: Type.Optional(LocaleTag),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
});
export type ChangeMe = Static<typeof ChangeMe>;

/** GET /api/agent/setup: is there an admin yet? Asked by the sign-in page. `demoSignIn` only in the demo. */
export const Setup = exact({
  hasAdmin: Type.Boolean(),
  accountName: Type.String(),
  demoSignIn: nullable(exact({ email: Type.String(), password: Type.String() })),
});
export type Setup = Static<typeof Setup>;

export const FirstAdmin = exact({
  accountName: Type.String({ minLength: 1, maxLength: 120 }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: Type.String({ minLength: 3, maxLength: MAX_ADDRESS_CHARS }),
  password: Type.String({ minLength: MIN_PASSWORD_CHARS, maxLength: MAX_PASSWORD_CHARS }),
  locale: LocaleTag,
  timeZone: Type.String({ maxLength: 64 }),
});
export type FirstAdmin = Static<typeof FirstAdmin>;

/**
 * What the continuity rule says of a conversation now, as data for a sentence
 * (*will be e-mailed at 14:10 (Marie left at 14:00)*). `because` for wait: inactive, gone, by-email, finished, settling,
 * between-mails, reconnecting; for skip: nothing-waiting, in-delivery, closed, disabled, prerequisite, no-address,
 * suppressed, stopped.
 */
export const ContinuityView = exact({
  kind: Type.Union([Type.Literal("wait"), Type.Literal("skip"), Type.Literal("send")]),
  until: nullable(InstantMs),
  because: Type.String(),
  /** Since when nobody of theirs is connected; null: connected now. */
  leftAt: nullable(InstantMs),
  /** The prerequisite that is missing, where because = prerequisite. */
  missing: nullable(Type.String()),
});
export type ContinuityView = Static<typeof ContinuityView>;

export const AddressView = exact({
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
  /** Channel of the newest public message. */
  channel: Channel,
  endUser: exact({ id: Uuid, name: nullable(Type.String()), locale: LocaleTag }),
  /** A steady label for people without a name: *Visitor 4F2A*, its four characters. */
  label: Type.String(),
  assignee: nullable(exact({ id: Uuid, name: Type.String() })),
  /** Waiting in the queue since; null: not in the queue. */
  queuedAt: nullable(InstantMs),
  lastMessage: exact({
    seq: SeqMark,
    text: Type.String(),
    /** Names of its files, for a message that says nothing else. */
    attachments: Type.Immutable(Type.Array(Type.String())),
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

export const ViewName = Type.Union([
  Type.Literal("queue"),
  Type.Literal("mine"),
  Type.Literal("unassigned"),
  Type.Literal("all"),
  Type.Literal("solved"),
]);
export type ViewName = Static<typeof ViewName>;

/** GET /api/agent/conversations?view=NAME&search=TEXT&before=ID — 50 a page, newest activity first; the queue: longest waiting first. */
export const ConversationList = exact({
  conversations: Type.Array(ConversationSummary),
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
  pageUrl: nullable(Type.String()),
  address: nullable(AddressView),
  assignee: nullable(exact({ id: Uuid, name: Type.String() })),
  queuedAt: nullable(InstantMs),
  lastSeq: SeqMark,
  endUserReadUpTo: SeqMark,
  presence: exact({ connected: Type.Boolean(), leftAt: nullable(InstantMs) }),
  continuity: ContinuityView,
  /** A form asking for the address is open in the widget. */
  addressAsked: Type.Boolean(),
  createdAt: InstantMs,
  solvedAt: nullable(InstantMs),
});
export type AgentConversation = Static<typeof AgentConversation>;

/** GET /api/agent/conversations/:id and …/changes?after=REVISION. `mine` is this agent's own read line and draft. */
export const AgentChanges = exact({
  conversation: AgentConversation,
  messages: Type.Array(AgentMessage),
  mine: exact({
    readUpTo: SeqMark,
    draft: Type.String(),
    draftVisibility: Type.Union([Type.Literal("public"), Type.Literal("note")]),
  }),
});
export type AgentChanges = Static<typeof AgentChanges>;

/** POST /api/agent/attachments, DELETE and GET /api/agent/attachments/:id — as at the widget's door, see contract/widget.ts. */

/** POST /api/agent/conversations/:id/messages. With `status` the status is set in the same step (*send as pending*). */
export const PostAgentMessage = exact({
  clientId: ClientIdText,
  text: TextWithFiles,
  attachments: Type.Optional(AttachmentIds),
  visibility: Type.Union([Type.Literal("public"), Type.Literal("note")]),
  status: nullable(
    Type.Union([Type.Literal("open"), Type.Literal("pending"), Type.Literal("on-hold"), Type.Literal("solved")]),
  ),
});
export type PostAgentMessage = Static<typeof PostAgentMessage>;

/** PATCH /api/agent/conversations/:id/messages/:seq. Refusal: already-mailed (then *correct* posts a new one, *redact* removes). */
export const EditMessage = exact({ text: MessageText });
/** DELETE /api/agent/conversations/:id/messages/:seq — free before mailing; after it: refusal already-mailed. */

/** POST /api/agent/conversations/:id/messages/:seq/withhold and …/release: *don't send*, and back. Empty bodies. */

/** POST /api/agent/conversations/:id/accept — from the queue. Refusals: already-accepted, no-chat-access. */
/** POST /api/agent/conversations/:id/send-now — skips inactivity and settling, not the other checks. */
/** POST /api/agent/conversations/:id/ask-address — the form, now. */

/** PUT /api/agent/conversations/:id/status */
export const SetStatus = exact({
  status: Type.Union([Type.Literal("open"), Type.Literal("pending"), Type.Literal("on-hold"), Type.Literal("solved")]),
});
/** PUT /api/agent/conversations/:id/assignee — null gives it back to the queue. */
export const Assign = exact({ agentId: nullable(Uuid) });
/** PUT /api/agent/conversations/:id/read */
export const MarkRead = exact({ upTo: SeqMark });
/** PUT /api/agent/conversations/:id/draft */
export const SaveDraft = exact({
  text: Type.String({ maxLength: 10_000 }),
  visibility: Type.Union([Type.Literal("public"), Type.Literal("note")]),
});
/**
 * POST /api/agent/conversations/:id/messages/:seq/sender — what to do with an answer by *another sender*. 204. Refusals:
 * not-allowed (light agents), not-found (decided meanwhile), conversation-closed (then only triage is left).
 */
export const DecideSender = exact({
  decision: Type.Union([Type.Literal("accept"), Type.Literal("show"), Type.Literal("triage")]),
});

/** GET /api/agent/team — whom a conversation can be handed to. */
export const Team = exact({
  agents: Type.Array(exact({ id: Uuid, name: Type.String(), presence: AgentPresence, chatAccess: Type.Boolean() })),
});
export type Team = Static<typeof Team>;

/** GET /api/agent/conversations/:id/deliveries — the delivery log of one conversation, newest first. */
export const DeliveryView = exact({
  id: Uuid,
  conversationId: Uuid,
  to: Type.String(),
  messageId: Type.String(),
  state: Type.String(),
  /** Why it came back or was cancelled: what the mail system said, or a code of ours; null: neither. */
  because: nullable(Type.String()),
  seqs: Type.Array(SeqNumber),
  createdAt: InstantMs,
  /** When it is tried next; null: it is being tried, or settled. */
  nextAttemptAt: nullable(InstantMs),
  /** The recipient's domain asked us to slow down, so it waits without an attempt. */
  isHeld: Type.Boolean(),
  attempts: Type.Array(
    exact({ at: InstantMs, outcome: Type.String(), code: nullable(Type.Integer()), reply: nullable(Type.String()) }),
  ),
});
export const Deliveries = exact({ deliveries: Type.Array(DeliveryView) });
export type Deliveries = Static<typeof Deliveries>;
