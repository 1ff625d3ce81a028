import type { Change } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import { deliverMailJob, draftDelivery, inDelivery, type CarriedMessage } from "../../domain/continuity/outgoing.ts";
import { deliveryId, type EmailAddress, type Instant } from "../../domain/ids.ts";
import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import type { NewId, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";

/** What taking a mail down needs. */
export interface QueueMailDeps {
  readonly newId: NewId;
  readonly secrets: Pick<Secrets, "digest">;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
}

interface Order {
  readonly to: EmailAddress;
  /** The replies that go, as they are now. */
  readonly wanted: readonly CarriedMessage[];
  /** An agent asked for it. */
  readonly sendNow: boolean;
  readonly now: Instant;
}

/** Takes a mail down in the outbox, with the job that sends it. Answers what becomes of its replies, to be applied. */
export async function queueMail(
  { newId, secrets, keys, mailDomain }: QueueMailDeps,
  tx: Tx,
  locked: LockedConversation,
  { to, wanted, sendNow, now }: Order,
): Promise<Change> {
  const order = {
    id: deliveryId(newId()),
    conversationId: locked.head.id,
    recipient: to,
    sendNow,
    createdAt: now,
  };
  const delivery = draftDelivery({ keys, mailDomain, digest: secrets.digest }, order, wanted);
  await tx.deliveries.insert(delivery);
  await tx.jobs.wake(deliverMailJob(delivery, now));
  return inDelivery(locked, delivery.id, delivery.seqs);
}
