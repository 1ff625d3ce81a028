/**
 * A decision's result: rows to write, as data. `tx.apply(change)` writes it, raising the conversation's revision once;
 * every row it touches keeps the new revision. So posting from the widget, from mail and by a trigger is one decision.
 */
import type { Fate } from "./continuity/continuity.ts";
import type { Conversation, MessageForm, NewMessage } from "./conversation/conversation.ts";
import {
  type ConversationId,
  type DeliveryId,
  type EmailAddress,
  type Instant,
  later,
  millis,
  type Seq,
} from "./ids.ts";
import type { TriggerEvent } from "./triggers/trigger.ts";

/**
 * New values of the head; what is absent stays. `seq`, `revision` and identity are never patched by hand. `endUserId`: whoever
 * wrote it is known as this person now, and so are their messages.
 */
export type HeadPatch = Partial<
  Omit<Conversation, "id" | "brandId" | "origin" | "seq" | "revision" | "createdAt" | "pageUrl" | "subject">
>;

export interface MessagePatch {
  readonly seq: Seq;
  readonly text?: string;
  /** Its files are gone with its words. */
  readonly attachments?: readonly [];
  readonly editedAt?: Instant;
  readonly editingSince?: Instant | null;
  readonly deletedAt?: Instant;
  readonly form?: MessageForm;
  readonly fate?: { readonly name: Fate; readonly at: Instant; readonly because: string | null };
  readonly mailedAt?: Instant;
  readonly deliveryId?: DeliveryId | null;
  readonly anotherSender?: string | null;
  /** The address of another sender whose message an agent shows to the end user. */
  readonly shownFrom?: string;
  readonly authorName?: string | null;
  /** The block of its writer was lifted. */
  readonly visibility?: "public";
  /** What was cut from it goes with its words. */
  readonly cut?: null;
  /** The stored mail is no longer this message's. */
  readonly inboundMailId?: null;
}

/** Wakes the job of that kind for this conversation: it runs no later than `dueAt`. */
export interface Wake {
  readonly kind: "check-continuity" | "return-to-queue" | "close-solved";
  readonly dueAt: Instant;
  /** Where the job is scheduled already it comes in time, and this is soon enough to run it before; absent: `dueAt`. */
  readonly scheduledAt?: Instant;
}

/**
 * What becomes of the links that were mailed to an address about this conversation. `revoke`: they open nothing any more,
 * nor does what they opened. `widen`: they open it from its beginning.
 */
export interface LinksChange {
  readonly kind: "revoke" | "widen";
  readonly recipient: EmailAddress;
  readonly at: Instant;
}

export interface Change {
  readonly conversationId: ConversationId;
  readonly head: HeadPatch;
  readonly posts: readonly NewMessage[];
  readonly patches: readonly MessagePatch[];
  readonly wakes: readonly Wake[];
  /** What triggers may answer; run from jobs, after commit. */
  readonly events: readonly TriggerEvent[];
  /** What becomes of the links that were mailed to its address; absent: nothing. */
  readonly links?: LinksChange;
}

export const noChange = (conversationId: ConversationId): Change => ({
  conversationId,
  head: {},
  posts: [],
  patches: [],
  wakes: [],
  events: [],
});

export const isEmpty = (change: Change): boolean =>
  Object.keys(change.head).length === 0 &&
  change.posts.length === 0 &&
  change.patches.length === 0 &&
  change.wakes.length === 0 &&
  change.events.length === 0;

/** Two changes of one conversation as one; where both patch the head or a message, the second wins field by field. */
export function merge(first: Change, second: Change): Change {
  const links = second.links ?? first.links;
  const patches = new Map(first.patches.map((patch) => [patch.seq, patch]));
  for (const patch of second.patches) patches.set(patch.seq, { ...patches.get(patch.seq), ...patch });
  return {
    conversationId: first.conversationId,
    head: { ...first.head, ...second.head },
    posts: [...first.posts, ...second.posts],
    patches: [...patches.values()],
    wakes: [...first.wakes, ...second.wakes],
    events: [...first.events, ...second.events],
    ...(links === undefined ? {} : { links }),
  };
}

/**
 * How soon after a change the continuity rule is asked. A post never computes the rule, it wakes it; several posts in
 * this span ask once (ADR 0003 measured 21,900 jobs/s: this is about the database's rest, not about speed).
 */
export const WAKE_AFTER = millis(400);

/**
 * A reply that joins one which waits never makes the mail leave earlier (continuity-laws.test.ts), so the check that is
 * scheduled comes in time. Within this the agents' screens tell the new time.
 */
const JOIN_AFTER = millis(5_000);

/** Asks the rule about a new reply. */
export const wakeForReply = (now: Instant): Wake => ({
  kind: "check-continuity",
  dueAt: later(now, WAKE_AFTER),
  scheduledAt: later(now, JOIN_AFTER),
});
