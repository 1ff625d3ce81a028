/** Read marks: what is unread for whom, and what counts as reading. Order is by seq, never by a clock. */
import type { DeliveryId, Seq } from "../ids.ts";
import { type FateEvent, type FateState, nextFate } from "../continuity/fate.ts";
import { seq } from "../ids.ts";

/** A reply with what has become of it. */
export interface FatedReply {
  readonly seq: Seq;
  readonly fate: FateState;
}

/** One mail of ours in a conversation that left, or may have left. */
export interface SentMail {
  readonly deliveryId: DeliveryId;
  readonly seqs: readonly Seq[];
  readonly hasBounced: boolean;
}

/**
 * The read mark after a reader has shown, or a message from the widget has carried, `shownUpTo`: up to there and no
 * further than what exists. It never moves back, so tabs and devices may report in any order.
 */
export function advanceReadMark(current: Seq, shownUpTo: Seq, lastSeq: Seq): Seq {
  return seq(Math.max(current, Math.min(shownUpTo, lastSeq)));
}

/** The replies whose fate changes as the end user's mark moves to `upTo`. */
export function fatesOnReading(replies: readonly FatedReply[], upTo: Seq): readonly FatedReply[] {
  return changed(replies, { kind: "seen-on-site" }, (reply) => reply.seq <= upTo);
}

/**
 * What an answer by e-mail reads: the replies that the answered mail or an earlier one carried, and nothing newer.
 * `mails` in the order in which they were written. An earlier one that bounced was never seen; the answered one was,
 * whatever came back. Null, or a mail that is not among them: the answer reads nothing.
 */
export function seqsReadByAnswer(mails: readonly SentMail[], answered: DeliveryId | null): readonly Seq[] {
  const index = mails.findIndex((mail) => mail.deliveryId === answered);
  const seen = mails.slice(0, index + 1).filter((mail) => mail.deliveryId === answered || !mail.hasBounced);
  const carried = seen.flatMap((mail) => mail.seqs);
  return [...new Set(carried)].toSorted((a, b) => a - b);
}

/** The replies whose fate changes because the end user answered `answered` by e-mail. */
export function fatesOnAnswer(
  replies: readonly FatedReply[],
  mails: readonly SentMail[],
  answered: DeliveryId | null,
): readonly FatedReply[] {
  const read = new Set(seqsReadByAnswer(mails, answered));
  return changed(replies, { kind: "answered-by-mail" }, (reply) => read.has(reply.seq));
}

function changed(
  replies: readonly FatedReply[],
  event: FateEvent,
  concerns: (reply: FatedReply) => boolean,
): readonly FatedReply[] {
  return replies.flatMap((reply) => {
    if (!concerns(reply)) return [];
    const fate = nextFate(reply.fate, event);
    return fate === reply.fate ? [] : [{ seq: reply.seq, fate }];
  });
}
