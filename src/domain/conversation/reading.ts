/** What reading does to a conversation: the end user's mark rises, and the replies below it have been read. */
import { type Change, type MessagePatch, noChange, WAKE_AFTER } from "../change.ts";
import type { LockedConversation, OpenReply } from "./conversation.ts";
import { type FateState, nextFate } from "../continuity/fate.ts";
import { type Instant, later, type Seq, seq as toSeq } from "../ids.ts";
import { advanceReadMark, fatesOnAnswer, fatesOnReading, type FatedReply, type SentMail } from "./unread.ts";

/**
 * The end user has seen up to `upTo`, in some tab on some device. Seeing one reads all before it; the mark never falls,
 * and never passes the newest message.
 */
export function readingUpTo(locked: LockedConversation, upTo: Seq, now: Instant): Change {
  const { head } = locked;
  const mark = advanceReadMark(head.readUpTo, upTo, head.seq);
  if (mark === head.readUpTo) return noChange(head.id);
  const read = fatesOnReading(fated(locked), mark);
  return {
    ...noChange(head.id),
    head: { readUpTo: mark, readAt: now },
    patches: read.map((reply) => fatePatch(reply, now)),
    wakes: read.length > 0 ? [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }] : [],
  };
}

/**
 * An answer by e-mail reads what the mail it answers, or an earlier one, carried, and nothing newer (product.md §2.3).
 * The mark rises as far as nothing below it is still unread: a reply that was held back stays so.
 */
export function answeringMail(
  locked: LockedConversation,
  mails: readonly SentMail[],
  answered: SentMail["deliveryId"],
  now: Instant,
): Change {
  const { head, openReplies } = locked;
  const read = fatesOnAnswer(fated(locked), mails, answered);
  const last = read.at(-1);
  if (last === undefined) return noChange(head.id);
  const seqs = new Set(read.map((reply) => reply.seq));
  const stillUnread = openReplies.find(
    (reply) => reply.seq < last.seq && !seqs.has(reply.seq) && reply.seq > head.readUpTo,
  );
  const mark = toSeq(stillUnread === undefined ? last.seq : stillUnread.seq - 1);
  return {
    ...noChange(head.id),
    head: { readAt: now, ...(mark > head.readUpTo ? { readUpTo: mark } : {}) },
    patches: read.map((reply) => fatePatch(reply, now)),
    wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
  };
}

/** The fate of an open reply with the reason that goes with it. */
export function fateOf(reply: OpenReply): FateState {
  return reply.fate === "withheld"
    ? { kind: "withheld", because: reply.withheldBecause ?? "by-agent" }
    : { kind: reply.fate };
}

/** The patch that one event makes to a reply's fate; null: it changes nothing. */
export function patchByEvent(
  reply: OpenReply,
  event: Parameters<typeof nextFate>[1],
  now: Instant,
): MessagePatch | null {
  const before = fateOf(reply);
  const fate = nextFate(before, event);
  return fate === before ? null : fatePatch({ seq: reply.seq, fate }, now);
}

const fated = (locked: LockedConversation): readonly FatedReply[] =>
  locked.openReplies.map((reply) => ({ seq: reply.seq, fate: fateOf(reply) }));

const fatePatch = ({ seq, fate }: FatedReply, now: Instant): MessagePatch => ({
  seq,
  fate: { name: fate.kind, at: now, because: fate.kind === "withheld" ? fate.because : null },
});
