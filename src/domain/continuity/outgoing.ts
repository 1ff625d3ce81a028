/** A mail that the rule wants: which replies fit, what it is called, what its row and its replies become. */
import type { Attachment } from "../attachments/attachment.ts";
import { type Change, type MessagePatch, noChange } from "../change.ts";
import type { LockedConversation } from "../conversation/conversation.ts";
import type { ConversationId, DeliveryId, EmailAddress, Instant, Seq } from "../ids.ts";
import { patchByEvent } from "../conversation/reading.ts";
import { formatMessageId, type TokenKeys } from "../mail/reply-address.ts";
import type { DeliveryState } from "./delivery.ts";

/** Replies of one mail, in octets of UTF-8: with context and markup the mail stays under 100 kB, where Gmail cuts. */
export const MAX_CARRIED_BYTES = 8_000;
/** Each message costs about 1 kB of markup besides its text. */
const MAX_CARRIED_MESSAGES = 14;
/** Each file costs about 500 octets of markup besides itself. */
const MAX_CARRIED_FILES = 20;

interface Carriable {
  readonly seq: Seq;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/**
 * The replies that go in one mail, oldest first: whole ones fit or wait for the next mail. One that alone is too big
 * goes alone, cut, with a link, and counts as mailed (product.md §2.8).
 */
export function fitting<T extends Carriable>(replies: readonly T[]): readonly T[] {
  const carried: T[] = [];
  let bytes = 0;
  let files = 0;
  for (const reply of replies) {
    bytes += utf8Length(reply.text);
    files += reply.attachments.length;
    const isFull = bytes > MAX_CARRIED_BYTES || files > MAX_CARRIED_FILES || carried.length === MAX_CARRIED_MESSAGES;
    if (carried.length > 0 && isFull) break;
    carried.push(reply);
  }
  return carried;
}

/** The beginning of a text that fits into `most` octets, cut between graphemes; the text itself where it fits. */
export function cutToFit(text: string, most = MAX_CARRIED_BYTES): { readonly text: string; readonly cut: boolean } {
  if (utf8Length(text) <= most) return { text, cut: false };
  let bytes = 0;
  let end = 0;
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    bytes += utf8Length(segment);
    if (bytes > most) break;
    end = index + segment.length;
  }
  return { text: text.slice(0, end), cut: true };
}

/** What the carried replies say, as one text: hashed, it tells whether a retry would still be the same mail. */
export const fingerprintText = (replies: readonly Carriable[]): string =>
  JSON.stringify(replies.map(({ seq, text, attachments }) => [seq, text, ...attachments.map(({ id }) => id)]));

/** What makes the name of a mail: it is keyed, and steady for its delivery. */
interface Stationery {
  readonly keys: TokenKeys;
  readonly mailDomain: string;
  readonly digest: (text: string) => string;
}

/** A mail as the outbox takes it down: which replies go, to whom, under which name. */
export interface DraftedDelivery {
  readonly id: DeliveryId;
  readonly conversationId: ConversationId;
  readonly recipient: EmailAddress;
  /** Without angle brackets. */
  readonly messageId: string;
  /** The replies that fit. */
  readonly seqs: readonly Seq[];
  /** The replies that were to go. */
  readonly wanted: readonly Seq[];
  readonly fingerprint: string;
  readonly sendNow: boolean;
  readonly createdAt: Instant;
}

/** One outgoing mail as it is kept. */
export interface Delivery extends DraftedDelivery {
  readonly state: DeliveryState;
  /** An attempt before the present one ended ambiguously: id and bytes are frozen for good. */
  readonly wasAmbiguous: boolean;
  readonly attempts: number;
  readonly firstAttemptAt: Instant | null;
}

/** A message as a mail shows it, and as its fingerprint sees it. */
export interface CarriedMessage {
  readonly seq: Seq;
  readonly author: {
    readonly kind: "end-user" | "agent" | "system";
    readonly name: string | null;
    /** Of an agent: what of them may be shown (`shownAuthor`), as they are now. */
    readonly publicName: string | null;
    readonly photo: string | null;
  };
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly at: Instant;
}

/** The one way to a row of the outbox. `wanted`: the replies that the rule wants to go, as they are now. */
export function draftDelivery(
  { keys, mailDomain, digest }: Stationery,
  order: Pick<DraftedDelivery, "id" | "conversationId" | "recipient" | "sendNow" | "createdAt">,
  wanted: readonly Carriable[],
): DraftedDelivery {
  const carried = fitting(wanted);
  return {
    ...order,
    messageId: formatMessageId(order.id, mailDomain, keys).slice(1, -1),
    seqs: carried.map((reply) => reply.seq),
    wanted: wanted.map((reply) => reply.seq),
    fingerprint: digest(fingerprintText(carried)),
  };
}

/** The replies wait on, but in this delivery: the rule counts them out until its outcome is known. */
export function inDelivery(locked: LockedConversation, id: DeliveryId, seqs: readonly Seq[]): Change {
  return { ...noChange(locked.head.id), patches: seqs.map((seq) => ({ seq, deliveryId: id })) };
}

/** The job that makes the attempts of a mail. */
export const deliverMailJob = ({ id, conversationId }: Pick<Delivery, "id" | "conversationId">, now: Instant) =>
  ({ kind: "deliver-mail", key: id, payload: { deliveryId: id, conversationId }, dueAt: now }) as const;

/** Whether a reply waits that this mail does not carry: the rule is asked about it once the mail's outcome is known. */
export const othersWait = ({ openReplies }: LockedConversation, carried: readonly Seq[]): boolean =>
  openReplies.some(({ seq, fate }) => fate === "waiting" && !carried.includes(seq));

/** A mail was accepted: what it carried has been mailed. Read meanwhile or not, it can no longer be edited. */
export function accepted(locked: LockedConversation, seqs: readonly Seq[], now: Instant): Change {
  return {
    ...noChange(locked.head.id),
    head: { lastMailAt: now },
    patches: seqs.map((seq) => ({ ...patchOf(locked, seq, { kind: "mail-accepted" }, now), seq, mailedAt: now })),
    wakes: othersWait(locked, seqs) ? [{ kind: "check-continuity", dueAt: now }] : [],
  };
}

/**
 * A mail was refused, or came back: what it carried bounced, where that is its fate still. `because` is a code for a
 * sentence; the mail system's own words stay in the delivery log.
 */
export function cameBack(
  locked: LockedConversation,
  seqs: readonly Seq[],
  { because, now }: { readonly because: string; readonly now: Instant },
): Change {
  const patches = seqs.flatMap((seq): readonly MessagePatch[] => {
    const patch = patchOf(locked, seq, { kind: "mail-bounced" }, now);
    return patch?.fate === undefined ? [] : [{ ...patch, fate: { ...patch.fate, because } }];
  });
  return { ...noChange(locked.head.id), patches, wakes: [{ kind: "check-continuity", dueAt: now }] };
}

/** Null: the reply's story is over, or the event changes nothing about it. */
function patchOf(
  { openReplies }: LockedConversation,
  seq: Seq,
  event: Parameters<typeof patchByEvent>[1],
  now: Instant,
): MessagePatch | null {
  const reply = openReplies.find((open) => open.seq === seq);
  return reply === undefined ? null : patchByEvent(reply, event, now);
}

const ASCII_END = 0x80;
const TWO_BYTES_END = 0x800;
const SURROGATES_START = 0xd800;
const SURROGATES_END = 0xe000;

/** Length in UTF-8 octets; a lone surrogate counts as the replacement character. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < ASCII_END) bytes += 1;
    else if (unit < TWO_BYTES_END) bytes += 2;
    // Each half of a pair counts two: four together.
    else if (unit >= SURROGATES_START && unit < SURROGATES_END) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
