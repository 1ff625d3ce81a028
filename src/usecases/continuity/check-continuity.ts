import { type ContinuityDecision, type ContinuityFacts, decideContinuity } from "../../domain/continuity.ts";
import type { LockedConversation } from "../../domain/conversation.ts";
import { type ConversationId, deliveryId, type Instant } from "../../domain/ids.ts";
import { fingerprintText, fitting, inDelivery } from "../../domain/outgoing.ts";
import { formatMessageId, type TokenKeys } from "../../domain/reply-address.ts";
import { unreachable } from "../../domain/result.ts";
import type { ContinuityNote } from "../../ports/conversation-tx.ts";
import type { Store, Tx } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";

export interface CheckContinuityDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Pick<Secrets, "digest">;
  readonly keys: TokenKeys;
  readonly mailDomain: string;
}

/**
 * Asks the continuity rule about one conversation and carries out its answer, in one transaction. Safe to run any number
 * of times, from any number of workers. Sends nothing itself: it writes the outbox row, `deliverMail` takes it from there.
 * Null: the conversation is gone. `wait`: run again at `until`.
 */
export function checkContinuity(deps: CheckContinuityDeps, id: ConversationId): Promise<ContinuityDecision | null> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(id);
    if (locked === null) return null;
    const facts = await tx.conversations.loadContinuityFacts(locked, now);
    const decision = decideContinuity(facts, now);
    await tx.conversations.noteContinuity(id, noteOf(decision, facts));
    switch (decision.kind) {
      case "send":
        await queueDelivery(deps, tx, locked, { decision, now });
        return decision;
      case "wait":
      case "skip":
        return decision;
      default:
        return unreachable(decision);
    }
  });
}

async function queueDelivery(
  deps: CheckContinuityDeps,
  tx: Tx,
  locked: LockedConversation,
  { decision, now }: { readonly decision: Extract<ContinuityDecision, { kind: "send" }>; readonly now: Instant },
): Promise<void> {
  const carried = fitting(await tx.deliveries.loadCarried(locked.head.id, decision.seqs));
  const id = deliveryId(deps.newId());
  const seqs = carried.map((reply) => reply.seq);
  await tx.deliveries.insert({
    id,
    conversationId: locked.head.id,
    recipient: decision.to,
    messageId: formatMessageId(id, deps.mailDomain, deps.keys).slice(1, -1),
    seqs,
    wanted: decision.seqs,
    fingerprint: deps.secrets.digest(fingerprintText(carried)),
    sendNow: decision.because === "send-now",
    createdAt: now,
  });
  await tx.conversations.apply(locked, inDelivery(locked, id, seqs));
  await tx.jobs.wake({ kind: "deliver-mail", key: id, payload: { deliveryId: id }, dueAt: now });
}

/** What agents read, as data: *will be e-mailed at 14:10 (Marie left at 14:00)*. */
function noteOf(decision: ContinuityDecision, facts: ContinuityFacts): ContinuityNote {
  return {
    kind: decision.kind,
    until: decision.kind === "wait" ? decision.until : null,
    because: decision.because,
    leftAt: facts.presence.kind === "gone" ? facts.presence.since : null,
    missing: facts.missingPrerequisite,
  };
}
