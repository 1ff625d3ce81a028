/** Posting into a conversation: by the end user, by an agent, by the system. One decision for widget, mail and triggers. */
import type { Attachment } from "../attachments/attachment.ts";
import { type Change, noChange, type Wake, WAKE_AFTER, wakeForReply } from "../change.ts";
import type { Channel, Conversation, LockedConversation, MessageForm, NewMessage, Visibility } from "./conversation.ts";
import type { SettableStatus } from "./status.ts";
import {
  type ClientId,
  type EndUserId,
  HOUR,
  type InboundMailId,
  type Instant,
  later,
  type MessageId,
  seq as toSeq,
  type Seq,
  type TriggerId,
} from "../ids.ts";
import { readingUpTo } from "./reading.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";
import { type SiteFacts, takeSiteFacts } from "./site-facts.ts";
import { type AgentIdentity, mayHandle, mayReply } from "../people/roles.ts";

/** An agent whose end user writes again and who is not online for this long loses the conversation to the queue (product.md §4.12). */
export const BACK_TO_QUEUE_AFTER = HOUR;

export interface AgentPost {
  readonly id: MessageId;
  readonly agent: AgentIdentity;
  readonly clientId: ClientId;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly visibility: Visibility;
  /** Set in the same step (*send as pending*); null: leave it. */
  readonly status: SettableStatus | null;
}

/** The channel that a reply answers: the end user's last one, before that the one the conversation began by. */
const replyChannel = (head: Conversation): Channel => head.lastEndUserMessage?.channel ?? head.origin;

export function decideAgentPost(head: Conversation, post: AgentPost, now: Instant): Result<Change, Refusal> {
  if (head.status === "closed") {
    return refuse(
      "conversation-closed",
      "A closed conversation takes no message; the end user's next one starts a follow-up.",
    );
  }
  const isReply = post.visibility === "public";
  if (post.status !== null && !mayHandle(post.agent)) {
    return refuse("not-allowed", "A light agent may read and write notes, and sets no status.");
  }
  if (isReply && !mayReply(post.agent, replyChannel(head))) {
    return refuse("no-chat-access", "Replying by messaging needs Chat access; notes are open to everyone.");
  }
  const message: NewMessage = {
    ...plainMessage(post.id, post.text, now),
    attachments: post.attachments,
    author: { kind: "agent", id: post.agent.id, name: post.agent.name },
    channel: "messaging",
    visibility: post.visibility,
    clientId: post.clientId,
    fate: isReply ? "waiting" : null,
  };
  const status = statusPatch(head, post, now);
  return ok({
    ...noChange(head.id),
    head: { lastMessageAt: now, ...status, ...(isReply ? served(head, post, now) : {}) },
    posts: [message],
    wakes: wakesFor(isReply, status.status !== undefined, now),
    events: isReply ? [{ name: "message-sent", at: now, seq: next(head) }] : [],
  });
}

/** Another status may make the mail leave earlier. */
function wakesFor(isReply: boolean, isMoved: boolean, now: Instant): readonly Wake[] {
  if (isMoved) return [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }];
  return isReply ? [wakeForReply(now)] : [];
}

export interface EndUserPost {
  readonly id: MessageId;
  readonly endUserId: EndUserId;
  readonly name: string | null;
  readonly channel: Channel;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly cut: string | null;
  readonly clientId: ClientId | null;
  readonly inboundMailId: InboundMailId | null;
  /** What the writer had before their eyes: writing reads up to there, no further. 0: nothing. */
  readonly shownUpTo: Seq;
  /** What the page says beside it; not given: nothing. */
  readonly siteFacts?: SiteFacts;
}

/** The caller starts a follow-up conversation where this one is closed (product.md §4.12). */
export function decideEndUserPost(locked: LockedConversation, post: EndUserPost, now: Instant): Change {
  const { head } = locked;
  const reading = readingUpTo(locked, post.shownUpTo, now);
  const turn = turnOf(locked, { seq: next(head), channel: post.channel, writtenAt: now }, now);
  return {
    ...reading,
    head: {
      ...reading.head,
      lastMessageAt: now,
      ...turn.head,
      ...(post.siteFacts === undefined ? {} : takeSiteFacts(head, post.siteFacts)),
    },
    posts: [endUserMessage(post, now)],
    wakes: [...reading.wakes, ...turn.wakes],
    events: turn.events,
  };
}

/**
 * What a blocked person writes in the widget: it stands in the conversation for them to see, and for nobody else. It has
 * read what they saw; it says nothing of the conversation, reopens nothing, rings nobody, and no trigger answers it.
 */
export function decideMutedPost(locked: LockedConversation, post: EndUserPost, now: Instant): Change {
  return {
    ...readingUpTo(locked, post.shownUpTo, now),
    posts: [{ ...endUserMessage(post, now), visibility: "muted" }],
  };
}

function endUserMessage(post: EndUserPost, now: Instant): NewMessage {
  return {
    ...plainMessage(post.id, post.text, now),
    attachments: post.attachments,
    author: { kind: "end-user", id: post.endUserId, name: post.name },
    channel: post.channel,
    cut: post.cut,
    clientId: post.clientId,
    inboundMailId: post.inboundMailId,
  };
}

/** What a message of the end user does besides its words: it reopens, comes back to the queue, and triggers answer it. */
export function turnOf(
  { head, openReplies }: LockedConversation,
  turn: { readonly seq: Seq; readonly channel: Channel; readonly writtenAt: Instant },
  now: Instant,
): Pick<Change, "head" | "wakes" | "events"> {
  const { seq } = turn;
  const isFirst = head.seq === 0;
  const reopens = head.status === "pending" || head.status === "on-hold" || head.status === "solved";
  return {
    head: {
      lastEndUserMessage: { channel: turn.channel, at: turn.writtenAt },
      ...(reopens ? { status: "open", solvedAt: null } : {}),
      ...(reopens && head.assigneeId === null ? { queuedAt: head.queuedAt ?? now } : {}),
    },
    wakes: [
      ...(openReplies.length > 0 ? [{ kind: "check-continuity" as const, dueAt: later(now, WAKE_AFTER) }] : []),
      ...(reopens && head.assigneeId !== null
        ? [{ kind: "return-to-queue" as const, dueAt: later(now, BACK_TO_QUEUE_AFTER) }]
        : []),
    ],
    events: [
      ...(isFirst || reopens ? [{ name: "conversation-requested" as const, at: now, seq }] : []),
      ...(isFirst ? [{ name: "added-to-queue" as const, at: now, seq }] : []),
      { name: "message-sent", at: now, seq },
    ],
  };
}

/** A message by the system: no fate, no mail, and it fires no trigger (product.md §2.1, §6.5). */
export function decideSystemPost(
  head: Conversation,
  post: {
    readonly id: MessageId;
    readonly triggerId: TriggerId | null;
    readonly text: string;
    readonly form: MessageForm | null;
  },
  now: Instant,
): Change {
  return {
    ...noChange(head.id),
    head: {
      lastMessageAt: now,
      ...(post.form?.kind === "request-email" ? { openFormSeq: next(head) } : {}),
    },
    posts: [
      {
        ...plainMessage(post.id, post.text, now),
        author: { kind: "system", triggerId: post.triggerId },
        form: post.form,
      },
    ],
  };
}

/** A note by the system: what agents should know, and nobody else sees. */
export function decideSystemNote(
  head: Conversation,
  note: { readonly id: MessageId; readonly text: string },
  now: Instant,
): Change {
  return {
    ...noChange(head.id),
    head: { lastMessageAt: now },
    posts: [
      { ...plainMessage(note.id, note.text, now), visibility: "note", author: { kind: "system", triggerId: null } },
    ],
  };
}

/** The seq that the next message gets. */
export const next = (head: Conversation): Seq => toSeq(head.seq + 1);

function plainMessage(id: MessageId, text: string, now: Instant): Omit<NewMessage, "author"> {
  return {
    id,
    channel: "messaging",
    visibility: "public",
    text,
    attachments: [],
    form: null,
    cut: null,
    clientId: null,
    postedAt: now,
    fate: null,
    fateBecause: null,
    inboundMailId: null,
    anotherSender: null,
  };
}

/** Replying to a conversation that nobody holds takes it. */
function served(head: Conversation, post: AgentPost, now: Instant): Change["head"] {
  if (head.assigneeId !== null) return {};
  return { assigneeId: post.agent.id, queuedAt: null, servedAt: head.servedAt ?? now };
}

function statusPatch(head: Conversation, post: AgentPost, now: Instant): Change["head"] {
  const wanted = post.status ?? (post.visibility === "public" && head.status === "new" ? "open" : null);
  if (wanted === null || wanted === head.status) return {};
  return movedTo(head, wanted, now);
}

/**
 * What another status makes of the head. Nobody waits in the queue for a conversation that is over; one that opens again
 * and that nobody holds waits there.
 */
export function movedTo(head: Conversation, status: Conversation["status"], now: Instant): Change["head"] {
  const isOver = status === "solved";
  const isLost = status === "open" && head.assigneeId === null && head.queuedAt === null;
  return {
    status,
    solvedAt: isOver ? now : null,
    ...(isOver ? { queuedAt: null } : {}),
    ...(isLost ? { queuedAt: now } : {}),
  };
}
