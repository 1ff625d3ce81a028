/** What an agent does with a conversation: accept, hand over, set the status, edit, delete, hold back. */
import { type Change, noChange, WAKE_AFTER } from "../change.ts";
import type { Conversation, LockedConversation, OpenReply } from "./conversation.ts";
import type { SettableStatus } from "./status.ts";
import { type AgentId, DAY, type Instant, later, type Seq } from "../ids.ts";
import type { FateEvent } from "../continuity/fate.ts";
import { OVER } from "./list-views.ts";
import { movedTo } from "./posting.ts";
import { patchByEvent } from "./reading.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";
import { type AgentIdentity, mayAccept, mayHandle } from "../people/roles.ts";

const closed = (): Result<never, Refusal> =>
  refuse(
    "conversation-closed",
    "A closed conversation cannot be changed; the end user's next message starts a follow-up.",
  );
const notAllowed = (): Result<never, Refusal> =>
  refuse("not-allowed", "A light agent may read and write notes; ask an admin for another role.");

export function decideAccept(head: Conversation, agent: AgentIdentity, now: Instant): Result<Change, Refusal> {
  if (head.status === "closed") return closed();
  if (!mayAccept(agent)) return refuse("no-chat-access", "Accepting from the queue needs Chat access.");
  if (head.queuedAt === null) {
    return head.assigneeId === agent.id
      ? ok(noChange(head.id))
      : refuse("already-accepted", "Somebody else accepted this conversation first.");
  }
  return ok({
    ...noChange(head.id),
    head: {
      assigneeId: agent.id,
      queuedAt: null,
      servedAt: head.servedAt ?? now,
      ...(head.status === "new" ? { status: "open" as const } : {}),
    },
    events: [{ name: "assigned-from-queue", at: now, seq: head.seq }],
  });
}

/**
 * `to` null gives it back to the queue; one that is solved is nobody's then, and waits there once it opens again.
 * `mayHandle`: the colleague is active and no light agent.
 */
export function decideAssign(
  head: Conversation,
  by: AgentIdentity,
  to: { readonly id: AgentId; readonly mayHandle: boolean } | null,
  now: Instant,
): Result<Change, Refusal> {
  if (head.status === "closed") return closed();
  if (!mayHandle(by)) return notAllowed();
  if (to === null) {
    if (head.queuedAt !== null) return ok(noChange(head.id));
    if (head.status === "solved") return ok({ ...noChange(head.id), head: { assigneeId: null } });
    return ok({
      ...noChange(head.id),
      head: { assigneeId: null, queuedAt: now },
      events: [{ name: "added-to-queue", at: now, seq: head.seq }],
    });
  }
  if (!to.mayHandle) return refuse("not-allowed", "This team member cannot handle conversations.");
  return ok({
    ...noChange(head.id),
    head: { assigneeId: to.id, queuedAt: null, servedAt: head.servedAt ?? now },
  });
}

/**
 * What somebody held who holds no more: to whom was named, else to the queue. What is over, or another's meanwhile, stays
 * where it is.
 */
export function decideHandOn(
  head: Conversation,
  hand: { readonly from: AgentId; readonly to: AgentId | null },
  now: Instant,
): Change {
  if (head.assigneeId !== hand.from || OVER.includes(head.status)) return noChange(head.id);
  if (hand.to !== null) {
    return { ...noChange(head.id), head: { assigneeId: hand.to, queuedAt: null, servedAt: head.servedAt ?? now } };
  }
  return {
    ...noChange(head.id),
    head: { assigneeId: null, queuedAt: now },
    events: [{ name: "added-to-queue", at: now, seq: head.seq }],
  };
}

export function decideStatus(
  head: Conversation,
  by: AgentIdentity,
  status: SettableStatus,
  change: { readonly now: Instant; readonly closeAfterDays: number },
): Result<Change, Refusal> {
  if (head.status === "closed") return closed();
  if (!mayHandle(by)) return notAllowed();
  const { now } = change;
  const due = { rule: later(now, WAKE_AFTER), closing: closesAt(now, change.closeAfterDays) };
  return ok(moveInto(head, status, now, due));
}

/**
 * Into a status, and when the rule is asked and the conversation closes; into the one that it has already: nothing, or
 * solving twice would put off its closing.
 */
export function moveInto(
  head: Conversation,
  status: SettableStatus,
  now: Instant,
  due: { readonly rule: Instant; readonly closing: Instant },
): Change {
  if (head.status === status) return noChange(head.id);
  return {
    ...noChange(head.id),
    head: movedTo(head, status, now),
    wakes: [
      { kind: "check-continuity", dueAt: due.rule },
      ...(status === "solved" ? [{ kind: "close-solved" as const, dueAt: due.closing }] : []),
    ],
  };
}

/** Solved closes by itself after so many days. */
export const closesAt = (solvedAt: Instant, days: number): Instant => {
  let at = solvedAt;
  for (let day = 0; day < days; day += 1) at = later(at, DAY);
  return at;
};

/** Solved → closed, never while a reply waits or mail is in flight (product.md §2.12). Null: not now. */
export function decideClose(locked: LockedConversation): Change | null {
  if (locked.head.status !== "solved") return null;
  if (locked.openReplies.some((reply) => reply.fate === "waiting" || reply.inDelivery)) return null;
  return { ...noChange(locked.head.id), head: { status: "closed" } };
}

/** A mail that waits for its next attempt is written anew after a change; one that may have left never is. */
const MAILED_FATES = new Set(["mailed", "bounced", "answered"]);

/** Before mailing, edit and delete are free; afterwards a reply can only be corrected by a new one (product.md §2.14). */
export function decideEdit(
  locked: LockedConversation,
  message: EditableMessage,
  edit: { readonly by: AgentIdentity; readonly text: string; readonly now: Instant },
): Result<Change, Refusal> {
  const refusal = whyNotEditable(locked, message, edit.by);
  if (refusal !== null) return refusal;
  return ok({
    ...noChange(locked.head.id),
    patches: [{ seq: message.seq, text: edit.text, editedAt: edit.now, editingSince: null }],
    wakes: [{ kind: "check-continuity", dueAt: later(edit.now, WAKE_AFTER) }],
  });
}

/** Its author opens a message for editing, or leaves it as it was: until then it has not settled (product.md §2.7). */
export function decideEditing(
  locked: LockedConversation,
  message: EditableMessage,
  editing: { readonly by: AgentIdentity; readonly isOpen: boolean; readonly now: Instant },
): Result<Change, Refusal> {
  const refusal = whyNotEditable(locked, message, editing.by);
  if (refusal !== null) return refusal;
  return ok({
    ...noChange(locked.head.id),
    patches: [{ seq: message.seq, editingSince: editing.isOpen ? editing.now : null }],
    wakes: [{ kind: "check-continuity", dueAt: later(editing.now, WAKE_AFTER) }],
  });
}

export function decideDelete(
  locked: LockedConversation,
  message: EditableMessage,
  deletion: { readonly by: AgentIdentity; readonly now: Instant },
): Result<Change, Refusal> {
  const refusal = whyNotEditable(locked, message, deletion.by);
  if (refusal !== null) return refusal;
  return ok({
    ...noChange(locked.head.id),
    patches: [{ seq: message.seq, text: "", attachments: [], deletedAt: deletion.now, editingSince: null }],
    wakes: [{ kind: "check-continuity", dueAt: later(deletion.now, WAKE_AFTER) }],
  });
}

/** What an edit needs to know of one message. */
export interface EditableMessage {
  readonly seq: Seq;
  readonly authorId: AgentId | null;
  readonly deleted: boolean;
  /** It has gone out by e-mail. */
  readonly mailed: boolean;
}

function whyNotEditable(
  locked: LockedConversation,
  message: EditableMessage,
  by: AgentIdentity,
): Result<never, Refusal> | null {
  if (locked.head.status === "closed") return closed();
  if (message.deleted) return refuse("not-found", "This message has been deleted.");
  if (message.authorId !== by.id) return refuse("not-yours", "Only its author edits or deletes a message.");
  const reply = locked.openReplies.find((open) => open.seq === message.seq);
  const hasLeft = message.mailed || (reply !== undefined && (reply.mayHaveLeft || MAILED_FATES.has(reply.fate)));
  if (hasLeft) {
    return refuse("already-mailed", "It has left by e-mail and can no longer be changed; post a correction instead.");
  }
  return null;
}

/** *Don't send*: holds one reply back, reversible until it is read. */
export function decideWithhold(
  locked: LockedConversation,
  at: Seq,
  by: AgentIdentity,
  now: Instant,
): Result<Change, Refusal> {
  const reply = locked.openReplies.find((open) => open.seq === at);
  if (locked.head.status === "closed") return closed();
  if (!mayHandle(by)) return notAllowed();
  if (reply === undefined) return refuse("not-a-reply", "Only an unread reply can be held back.");
  if (reply.mayHaveLeft || MAILED_FATES.has(reply.fate))
    return refuse("already-mailed", "It has already left by e-mail.");
  if (reply.fate === "withheld") return ok(noChange(locked.head.id));
  return ok(fateChange(locked, reply, { kind: "withheld", because: "by-agent" }, now));
}

/** Lifts *don't send*, and answers the question whether an old reply should still go. */
export function decideRelease(
  locked: LockedConversation,
  at: Seq,
  by: AgentIdentity,
  now: Instant,
): Result<Change, Refusal> {
  const reply = locked.openReplies.find((open) => open.seq === at);
  if (locked.head.status === "closed") return closed();
  if (!mayHandle(by)) return notAllowed();
  if (reply === undefined) return refuse("not-a-reply", "Only an unread reply can be released.");
  if (reply.withheldBecause === null) return ok(noChange(locked.head.id));
  return ok(fateChange(locked, reply, { kind: "released", from: reply.withheldBecause }, now));
}

function fateChange(locked: LockedConversation, reply: OpenReply, event: FateEvent, now: Instant): Change {
  const patch = patchByEvent(reply, event, now);
  if (patch === null) return noChange(locked.head.id);
  return {
    ...noChange(locked.head.id),
    patches: [patch],
    wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
  };
}
