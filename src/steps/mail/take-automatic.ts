import type { InboundSteps } from "../../ports/mail/inbound-steps.ts";

/** Automatic mail is recorded on the delivery that it answers; it is never posted and never triggers anything. */
export const takeAutomatic: InboundSteps["takeAutomatic"] = async (tx, found) => {
  const { target, answered } = found.placement;
  const delivery = answered[0] === undefined ? null : await tx.deliveries.find(answered[0]);
  const conversationId = delivery?.conversationId ?? target?.conversationId ?? null;
  const isOurs = conversationId !== null && (await tx.conversations.lock(conversationId)) !== null;
  return isOurs
    ? { state: "recorded", because: found.verdict.kind, conversationId, deliveryId: delivery?.id ?? null }
    : { state: "triage", because: "automatic-and-unplaced", conversationId: null, deliveryId: null };
};
