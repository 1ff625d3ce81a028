import { type Change, type MessagePatch, noChange } from "../../domain/change.ts";
import type { LockedConversation } from "../../domain/conversation.ts";
import { decideSuppression, nextDeliveryState } from "../../domain/delivery.ts";
import type { DeliveryId, Instant } from "../../domain/ids.ts";
import { localPart } from "../../domain/inbound-mail/place-mail.ts";
import { patchByEvent } from "../../domain/reading.ts";
import { parseMessageId, parseReturnPathToken, type TokenKeys } from "../../domain/reply-address.ts";
import type { Delivery } from "../../ports/delivery-tx.ts";
import type { InboundCase, InboundSteps } from "../../ports/inbound-steps.ts";
import type { Tx } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly clock: Clock;
  readonly keys: TokenKeys;
}

/**
 * A bounce or a complaint. Only one that carries a key of ours may suppress anyone: our return path in the envelope, or
 * our keyed Message-ID in what was returned (MAIL.md rule 23). Everything else is shown in triage.
 */
export const takeReport =
  (deps: Deps): InboundSteps["takeReport"] =>
  async (tx, found) => {
    const id = findReported(deps, found);
    const delivery = id === null ? null : await tx.deliveries.find(id);
    const locked = delivery === null ? null : await tx.conversations.lock(delivery.conversationId);
    if (delivery === null || locked === null) {
      return { state: "triage", because: "report-of-nothing-we-sent", conversationId: null, deliveryId: null };
    }
    await record(tx, { locked, delivery, found, now: deps.clock.now() });
    return { state: "recorded", because: found.verdict.kind, conversationId: locked.head.id, deliveryId: delivery.id };
  };

function findReported({ keys }: Deps, { mail, verdict, placement }: InboundCase): DeliveryId | null {
  for (const recipient of [...mail.recipients, ...placement.recipients]) {
    const parsed = parseReturnPathToken(localPart(recipient), keys);
    if (parsed.kind === "ours") return parsed.deliveryId;
  }
  const original = verdict.kind === "bounce" || verdict.kind === "complaint" ? verdict.originalMessageId : null;
  const parsed = original === null ? null : parseMessageId(original, keys);
  return parsed?.kind === "ours" ? parsed.deliveryId : null;
}

interface Reported {
  readonly locked: LockedConversation;
  readonly delivery: Delivery;
  readonly found: InboundCase;
  readonly now: Instant;
}

async function record(tx: Tx, { locked, delivery, found, now }: Reported): Promise<void> {
  const { verdict } = found;
  if (verdict.kind === "complaint") {
    await tx.deliveries.suppress(delivery.recipient, "complained", null, now);
    await tx.conversations.apply(locked, addressLost(locked, delivery, { reason: "complaint", now }));
    return;
  }
  // A warning that delivery is late changes nothing: the next server still tries.
  if (verdict.kind !== "bounce" || !verdict.isFinal) return;
  const state = nextDeliveryState(delivery.state, "bounced");
  if (state !== delivery.state) await tx.deliveries.setState(delivery.id, state, verdict.diagnostic, now);
  const failure = { kind: "bounce" as const, isPermanent: verdict.permanent === true, status: verdict.status };
  const earlier = await tx.deliveries.loadFailures(delivery.recipient, delivery.id);
  const suppression = verdict.permanent === true ? "undeliverable" : decideSuppression(failure, earlier, now);
  const reason = verdict.diagnostic ?? verdict.status ?? "bounced";
  if (suppression !== null) await tx.deliveries.suppress(delivery.recipient, "bounced", reason, now);
  const replies = bounced(locked, delivery, { reason: verdict.reason ?? reason, now });
  await tx.conversations.apply(
    locked,
    suppression === null
      ? replies
      : { ...replies, ...addressLost(locked, delivery, { reason, now }), patches: replies.patches },
  );
}

function bounced(
  locked: LockedConversation,
  delivery: Delivery,
  { reason, now }: { readonly reason: string; readonly now: Instant },
): Change {
  const patches = delivery.seqs.flatMap((seq): readonly MessagePatch[] => {
    const reply = locked.openReplies.find((open) => open.seq === seq);
    const patch = reply === undefined ? null : patchByEvent(reply, { kind: "mail-bounced" }, now);
    return patch?.fate === undefined ? [] : [{ ...patch, fate: { ...patch.fate, because: reason } }];
  });
  return { ...noChange(locked.head.id), patches, wakes: [{ kind: "check-continuity", dueAt: now }] };
}

/** The address is mailed no more; the widget asks for another at the next visit. */
function addressLost(
  locked: LockedConversation,
  delivery: Delivery,
  { reason, now }: { readonly reason: string; readonly now: Instant },
): Change {
  const { address } = locked.head;
  const isCurrent = address?.email === delivery.recipient;
  return {
    ...noChange(locked.head.id),
    head: address !== null && isCurrent ? { address: { ...address, state: "bounced", reason } } : {},
    wakes: [{ kind: "check-continuity", dueAt: now }],
  };
}
