/** What an answer by mail does to the conversation that it belongs to. */
import { type Change, merge, noChange } from "../change.ts";
import type { Conversation, LockedConversation } from "../conversation/conversation.ts";
import { type ConversationId, type DeliveryId, type EmailAddress, type Instant, seq } from "../ids.ts";
import { decideEndUserPost, type EndUserPost } from "../conversation/posting.ts";
import { answeringMail } from "../conversation/reading.ts";
import type { SentMail } from "../conversation/unread.ts";
import { isSameMailbox } from "../mail/email-address.ts";
import { isMeantFor, type ReplyTarget, type TokenKeys } from "../mail/reply-address.ts";
import { changeAddress } from "../sessions/mail-link.ts";
import type { Placement } from "./place-mail.ts";

/**
 * The mail of ours that it answers: by its id, or, by token alone, the newest that left. Null: none has left, or it
 * answers none of this conversation's.
 */
export function findAnswered(
  placement: Pick<Placement, "answered" | "target">,
  of: ConversationId,
  sent: readonly SentMail[],
): DeliveryId | null {
  const named = placement.answered.find((id) => sent.some((mail) => mail.deliveryId === id));
  const isTokenOfThis = placement.target?.conversationId === of;
  return named ?? (isTokenOfThis ? (sent.at(-1)?.deliveryId ?? null) : null);
}

/**
 * In whose name a mail speaks in a conversation. `withdrawn-token`: it came at a reply address that was given to an
 * address which the conversation no longer has, and neither from there nor from the participant.
 */
type Speaker = "participant" | "another-sender" | "withdrawn-token";

/** A token is not an identity: only the participant's own address, proved, speaks as them (product.md §4.6). */
export function whoSpeaks(
  address: Conversation["address"],
  mail: { readonly from: EmailAddress | null; readonly isProved: boolean; readonly target: ReplyTarget | null },
  keys: TokenKeys,
): Speaker {
  if (address === null) return "another-sender";
  if (mail.isProved && mail.from !== null && isSameMailbox(address.email, mail.from)) return "participant";
  const { target } = mail;
  const isGivenTo = (whom: EmailAddress | null): boolean =>
    target === null || (whom !== null && isMeantFor(target, whom, keys));
  const isWithdrawn = !isGivenTo(address.email) && !isGivenTo(mail.from);
  return isWithdrawn ? "withdrawn-token" : "another-sender";
}

interface MailAnswer {
  /** The participant's own address. */
  readonly from: EmailAddress;
  readonly post: Pick<EndUserPost, "id" | "name" | "text" | "cut" | "attachments" | "inboundMailId">;
  /** The mails of this conversation that left, in the order in which they were written. */
  readonly sent: readonly SentMail[];
  /** The mail is proved to come from there. */
  readonly isProved: boolean;
  /** Null: it answers none of them. */
  readonly answered: DeliveryId | null;
}

/**
 * A turn of the end user that reads what it answers. It may prove the address, and lifts a stop: the person's next mail
 * says that mail is welcome again.
 */
export function decideMailAnswer(locked: LockedConversation, answer: MailAnswer, now: Instant): Change {
  const { head } = locked;
  const { from, isProved, sent, answered } = answer;
  const reading = answered === null ? noChange(head.id) : answeringMail(locked, sent, answered, now);
  const post: EndUserPost = {
    ...answer.post,
    endUserId: head.endUserId,
    channel: "email",
    clientId: null,
    shownUpTo: seq(0),
  };
  const state = isProved ? ("proved" as const) : ("unproved" as const);
  const address = { email: from, state, givenAt: head.address?.givenAt ?? now, reason: null };
  const changed = changeAddress(head, address, now);
  return merge(merge(reading, decideEndUserPost(locked, post, now)), {
    ...noChange(head.id),
    ...changed,
    head: { ...changed.head, stoppedAt: null },
  });
}
