/** What reading does: the end user's mark rises, and the replies below it have been read. */
import { type Change, type MessagePatch, noChange, WAKE_AFTER } from "./change.ts";
import type { LockedConversation } from "./conversation.ts";
import { type DeliveryId, type Instant, later, type Seq, seq as toSeq } from "./ids.ts";

/**
 * The end user has seen up to `upTo`, in some tab on some device. Seeing one reads all before it; the mark never falls,
 * and never passes the newest message.
 */
export function readingUpTo(locked: LockedConversation, upTo: Seq, now: Instant): Change {
  const { head, openReplies } = locked;
  const mark = toSeq(Math.min(upTo, head.seq));
  if (mark <= head.readUpTo) return noChange(head.id);
  const read = openReplies.filter((reply) => reply.seq <= mark);
  return {
    ...noChange(head.id),
    head: { readUpTo: mark, readAt: now },
    patches: read.map((reply): MessagePatch => ({ seq: reply.seq, fate: { name: "read", at: now, because: null } })),
    wakes: read.length > 0 ? [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }] : [],
  };
}

/**
 * An answer by e-mail reads what the mail it answers, or an earlier one, carried, and nothing newer (PRODUCT.md §2).
 * `carried` are the deliveries up to the answered one; replies that went with them are answered.
 */
export function answeringMail(locked: LockedConversation, carried: ReadonlySet<DeliveryId>, now: Instant): Change {
  const answered = locked.openReplies.filter((reply) => reply.deliveryId !== null && carried.has(reply.deliveryId));
  const last = answered.at(-1);
  if (last === undefined) return noChange(locked.head.id);
  // Only what was carried counts as read: a reply below the last carried one that was held back stays unread.
  const unreadBelow = locked.openReplies.find((reply) => reply.seq < last.seq && !answered.includes(reply));
  const mark = unreadBelow === undefined ? last.seq : toSeq(unreadBelow.seq - 1);
  return {
    ...noChange(locked.head.id),
    head: { readAt: now, ...(mark > locked.head.readUpTo ? { readUpTo: mark } : {}) },
    patches: answered.map((reply): MessagePatch => ({ seq: reply.seq, fate: { name: "answered", at: now, because: null } })),
    wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
  };
}
