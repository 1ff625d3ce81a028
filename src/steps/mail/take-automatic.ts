import type { InboundPlace } from "../../domain/inbound-mail/inbound-mail.ts";
import type { Tx } from "../../ports/tx.ts";
import { type InboundCase, triage } from "./inbound-case.ts";

/** Automatic mail is recorded on the delivery that it answers; it is never posted and never triggers anything. */
export async function takeAutomatic(tx: Tx, { placement, verdict }: InboundCase): Promise<InboundPlace> {
  const { target, answered } = placement;
  const delivery = answered[0] === undefined ? null : await tx.deliveries.find(answered[0]);
  const conversationId = delivery?.conversationId ?? target?.conversationId ?? null;
  if (conversationId === null || (await tx.conversations.lock(conversationId)) === null) {
    return triage("automatic-and-unplaced");
  }
  return { state: "recorded", because: verdict.kind, conversationId, deliveryId: delivery?.id ?? null };
}
