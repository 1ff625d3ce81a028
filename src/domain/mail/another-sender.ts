/**
 * *Another sender*: an answer with a valid token whose sender could not be proved. Agents alone see it, it has read
 * nothing and is no turn of the end user, until one of them decides (product.md §4.6).
 */
import { type Change, merge, noChange } from "../change.ts";
import type { LockedConversation, NewMessage } from "../conversation/conversation.ts";
import type { DeliveryId, Instant, Seq } from "../ids.ts";
import { movedTo, turnOf } from "../conversation/posting.ts";
import { answeringMail } from "../conversation/reading.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result, unreachable } from "../result.ts";
import { type AgentIdentity, mayHandle } from "../people/roles.ts";
import type { SentMail } from "../conversation/unread.ts";

export type SenderDecision = "accept" | "show" | "triage";

/** A message by another sender that nobody has decided about yet. */
export interface UndecidedMessage {
  readonly seq: Seq;
  /** The address in From; empty: it had none. */
  readonly sender: string;
  /** What the sender calls themselves; null: nothing. */
  readonly name: string | null;
  readonly postedAt: Instant;
  /** The mail of ours that it answers; null: none. */
  readonly answered: DeliveryId | null;
}

interface SenderFacts {
  readonly by: AgentIdentity;
  /** The end user's own name; null: anonymous. */
  readonly endUserName: string | null;
  /** The mails of this conversation that left, oldest first. */
  readonly mails: readonly SentMail[];
  readonly now: Instant;
}

export interface StrangersPost extends Pick<NewMessage, "id" | "text" | "cut" | "attachments" | "inboundMailId"> {
  /** The address in From; empty: it had none. */
  readonly sender: string;
  /** What the sender calls themselves; null: nothing. */
  readonly name: string | null;
}

/**
 * It is there for agents, and no turn of the end user. What is solved opens: nobody looks there, and somebody must
 * decide about it.
 */
export function postFromAnother({ head }: LockedConversation, post: StrangersPost, now: Instant): Change {
  const { sender, name, ...said } = post;
  return {
    ...noChange(head.id),
    head: { lastMessageAt: now, ...(head.status === "solved" ? movedTo(head, "open", now) : {}) },
    posts: [
      {
        ...said,
        author: { kind: "end-user", id: head.endUserId, name },
        channel: "email",
        visibility: "public",
        form: null,
        clientId: null,
        postedAt: now,
        fate: null,
        fateBecause: null,
        anotherSender: sender,
      },
    ],
  };
}

/**
 * Accept: it is the end user's own message. Show: they may see it, from somebody else. Triage: it leaves the
 * conversation, and the caller puts the stored mail into triage.
 */
export function decideSender(
  locked: LockedConversation,
  message: UndecidedMessage | null,
  decision: SenderDecision,
  facts: SenderFacts,
): Result<Change, Refusal> {
  if (!mayHandle(facts.by)) return refuse("not-allowed", "A light agent may read and write notes.");
  if (message === null) return refuse("not-found", "There is no message by another sender to decide about.");
  if (decision !== "triage" && locked.head.status === "closed") {
    return refuse("conversation-closed", "A closed conversation takes no message.");
  }
  switch (decision) {
    case "accept":
      return ok(accepted(locked, message, facts));
    case "show":
      return ok(shown(locked, message));
    case "triage":
      return ok(takenOut(locked, message, facts.now));
    default:
      return unreachable(decision);
  }
}

/**
 * A turn of the end user like any other, written when it came. The address proves nothing by it, and *Stop e-mails* is
 * not lifted: an agent vouches for the words, not for who holds the mailbox.
 */
function accepted(
  locked: LockedConversation,
  message: UndecidedMessage,
  { endUserName, mails, now }: SenderFacts,
): Change {
  const { head } = locked;
  const reading = message.answered === null ? noChange(head.id) : answeringMail(locked, mails, message.answered, now);
  const turn = turnOf(locked, { seq: message.seq, channel: "email", writtenAt: message.postedAt }, now);
  const { lastEndUserMessage: last } = head;
  // What the person has written since stays their last word.
  const lastEndUserMessage = last !== null && last.at > message.postedAt ? last : turn.head.lastEndUserMessage;
  return merge(reading, {
    ...noChange(head.id),
    ...turn,
    head: { ...turn.head, ...(lastEndUserMessage === undefined ? {} : { lastEndUserMessage }) },
    patches: [{ seq: message.seq, anotherSender: null, authorName: endUserName }],
  });
}

/** Seen by the end user, from the address that it came from; it reads nothing and reopens nothing. */
const shown = ({ head }: LockedConversation, { seq, sender, name }: UndecidedMessage): Change => ({
  ...noChange(head.id),
  patches: [{ seq, anotherSender: null, shownFrom: sender, authorName: name ?? sender }],
});

/** Its place stays, empty: seqs have no gaps. It stays another sender's, so the end user never sees that it was there. */
const takenOut = ({ head }: LockedConversation, { seq }: UndecidedMessage, now: Instant): Change => ({
  ...noChange(head.id),
  patches: [{ seq, text: "", attachments: [], cut: null, deletedAt: now, inboundMailId: null }],
});
