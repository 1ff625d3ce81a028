/** The notification address of one conversation: asked for, given, changed, dismissed, bounced (product.md §5.1, §6.6). */
import { type Change, merge, type MessagePatch, noChange, WAKE_AFTER } from "../change.ts";
import type { Conversation, LockedConversation, MessageForm } from "./conversation.ts";
import { isSameMailbox } from "../mail/email-address.ts";
import { type EmailAddress, type Instant, later, type MessageId, type Seq, type TriggerId } from "../ids.ts";
import { decideSystemPost } from "./posting.ts";
import { patchByEvent } from "./reading.ts";
import { changeAddress } from "../sessions/mail-link.ts";

/** The form to show now: asks, acknowledges a known address, or asks for another after a bounce. */
function formFor(head: Conversation): MessageForm {
  if (head.address === null) return { kind: "request-email", state: "open", address: null, bouncedAddress: null };
  if (head.address.state === "bounced") {
    return { kind: "request-email", state: "open", address: null, bouncedAddress: head.address.email };
  }
  return { kind: "acknowledge-email", state: "answered", address: head.address.email, bouncedAddress: null };
}

/** Shows the form, or the acknowledgement where the address is known. Nothing where a form is open already, or mail is stopped. */
export function decideAsk(
  head: Conversation,
  ask: {
    readonly id: MessageId;
    readonly triggerId: TriggerId | null;
    readonly askText: string;
    readonly acknowledgeText: string;
  },
  now: Instant,
): Change {
  const form = formFor(head);
  if (form.kind === "request-email" && head.openFormSeq !== null) return noChange(head.id);
  // Whoever has stopped the mail is promised none.
  if (form.kind === "acknowledge-email" && head.stoppedAt !== null) return noChange(head.id);
  const text = form.kind === "request-email" ? ask.askText : ask.acknowledgeText;
  return decideSystemPost(head, { id: ask.id, triggerId: ask.triggerId, text, form }, now);
}

/**
 * The address is mailed no more. Whoever is on the site, or comes back to it, finds the form that asks for another
 * (product.md §4.9); a closed conversation asks for nothing. An address that was changed meanwhile is not touched.
 */
export function decideAddressLost(
  { head }: LockedConversation,
  lost: {
    readonly email: EmailAddress;
    /** In the mail system's words. */
    readonly reason: string;
    /** The form; null: nobody is asked (a complaint wants no more mail at all). */
    readonly ask: { readonly id: MessageId; readonly text: string } | null;
  },
  now: Instant,
): Change {
  const wakes = [{ kind: "check-continuity" as const, dueAt: now }];
  if (head.address?.email !== lost.email) return { ...noChange(head.id), wakes };
  const address = { ...head.address, state: "bounced" as const, reason: lost.reason };
  const { id, text } = lost.ask ?? { id: null, text: "" };
  const asked =
    id === null || head.status === "closed"
      ? noChange(head.id)
      : decideAsk({ ...head, address }, { id, triggerId: null, askText: text, acknowledgeText: text }, now);
  return { ...merge(asked, { ...noChange(head.id), ...changeAddress(head, address, now) }), wakes };
}

/**
 * The address may be mailed again: an admin knows better than what it was suppressed for. The rule is asked anew. Where
 * the conversation had given it up, it is unproved again, whatever it was; what had bounced waits for it, and what has
 * waited too long asks the agent first. A person's *stop* stands.
 */
export function decideAddressMended(
  { head, openReplies }: LockedConversation,
  email: EmailAddress,
  now: Instant,
): Change {
  if (head.address?.email !== email) return noChange(head.id);
  const asked = { ...noChange(head.id), wakes: [{ kind: "check-continuity" as const, dueAt: later(now, WAKE_AFTER) }] };
  if (head.address.state !== "bounced") return asked;
  return {
    ...asked,
    head: { address: { ...head.address, state: "unproved", reason: null } },
    patches: replyPatches(openReplies, now),
  };
}

/** What waited for an address, or had bounced from one. */
function replyPatches(replies: LockedConversation["openReplies"], now: Instant): readonly MessagePatch[] {
  return replies.flatMap((reply): readonly MessagePatch[] => {
    if (reply.inDelivery) return [];
    const patch = patchByEvent(reply, { kind: "address-came", postedAt: reply.postedAt, now }, now);
    return patch === null ? [] : [patch];
  });
}

/**
 * An address was given or changed. The open form turns into the acknowledgement. What had bounced waits again for the
 * new address; what has waited too long asks the agent first.
 */
export function decideGiveAddress(
  locked: LockedConversation,
  given: {
    readonly email: EmailAddress;
    readonly formMessages: readonly { readonly seq: Seq; readonly form: MessageForm }[];
    /** What the form says once it is answered. */
    readonly acknowledgeText: string;
  },
  now: Instant,
): Change {
  const { head, openReplies } = locked;
  const forms = given.formMessages.map(({ seq, form }): MessagePatch => ({
    seq,
    ...(form.kind === "request-email" ? { text: given.acknowledgeText } : {}),
    form: { ...form, kind: "acknowledge-email", state: "answered", address: given.email, bouncedAddress: null },
  }));
  // Giving again what has been proved takes no proof away.
  const address =
    head.address?.state === "proved" && isSameMailbox(head.address.email, given.email)
      ? head.address
      : { email: given.email, state: "unproved" as const, givenAt: now, reason: null };
  const changed = changeAddress(head, address, now);
  return {
    ...noChange(head.id),
    ...changed,
    head: { ...changed.head, openFormSeq: null, stoppedAt: null },
    patches: [...forms, ...replyPatches(openReplies, now)],
    wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
  };
}

export function decideDismissForm(
  head: Conversation,
  formMessage: { readonly seq: Seq; readonly form: MessageForm } | null,
): Change {
  if (formMessage === null) return noChange(head.id);
  return {
    ...noChange(head.id),
    head: { openFormSeq: null },
    patches: [{ seq: formMessage.seq, form: { ...formMessage.form, state: "dismissed" } }],
  };
}
