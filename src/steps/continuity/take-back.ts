import { type Change, merge } from "../../domain/change.ts";
import { type AddressFailure, decideSuppression } from "../../domain/continuity/delivery.ts";
import { cameBack } from "../../domain/continuity/outgoing.ts";
import { decideAddressLost } from "../../domain/conversation/notification-address.ts";
import { type Instant, messageId } from "../../domain/ids.ts";
import type { LockedDelivery } from "../../ports/continuity/delivery-tx.ts";
import type { NewId } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Words } from "../../ports/words.ts";

/** What taking a mail back needs. */
export interface TakeBackDeps {
  readonly newId: NewId;
  readonly words: Words;
}

/** A mail of a conversation that is locked. */
export interface Judged extends LockedDelivery {
  readonly now: Instant;
}

interface Returned {
  /** A code for a sentence about the replies. */
  readonly because: string;
  /** In the mail system's own words. */
  readonly said: string;
  /** `dead`: whoever reported it knows that nobody is there. */
  readonly failure: AddressFailure | "dead";
}

/**
 * A mail was refused for good, or came back: its replies bounce. An address that is dead is mailed no more, and the
 * person is asked for another (`isLost`). Answers what becomes of the conversation, to be applied.
 */
export async function takeBack(
  { newId, words }: TakeBackDeps,
  tx: Tx,
  { locked, delivery, now }: Judged,
  { because, said, failure }: Returned,
): Promise<{ readonly change: Change; readonly isLost: boolean }> {
  const { recipient } = delivery;
  const replies = cameBack(locked, delivery.seqs, { because, now });
  const earlier = await tx.deliveries.loadFailures(recipient, delivery.id);
  const isLost = failure === "dead" || decideSuppression(failure, earlier, now) !== null;
  if (!isLost) return { change: replies, isLost };
  await tx.suppressions.suppress(recipient, "bounced", said, now);
  const user = await tx.people.mustFindEndUser(locked.head.endUserId);
  const ask = { id: messageId(newId()), text: words.say(user.locale, "request-email.bounced") };
  const lost = decideAddressLost(locked, { email: recipient, reason: said, ask }, now);
  return { change: merge(replies, lost), isLost };
}
