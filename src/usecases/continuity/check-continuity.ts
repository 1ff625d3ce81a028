import { type ContinuityDecision, type ContinuityFacts, decideContinuity } from "../../domain/continuity/continuity.ts";
import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { ConversationId, EmailAddress, Instant } from "../../domain/ids.ts";
import { decideMailCap } from "../../domain/continuity/mail-caps.ts";
import type { ContinuityNote } from "../../ports/conversation/conversation-tx.ts";
import type { CarriedMessage } from "../../domain/continuity/outgoing.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { queueMail, type QueueMailDeps } from "../../steps/continuity/queue-mail.ts";

export interface CheckContinuityDeps extends QueueMailDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Asks the continuity rule about one conversation and carries out its answer, in one transaction. Safe to run any number
 * of times, from any number of workers. Sends nothing itself: it writes the outbox row, `deliverMail` takes it from there.
 * Null: the conversation is gone. `wait`: run again at `until`.
 */
export function checkContinuity(deps: CheckContinuityDeps, id: ConversationId): Promise<ContinuityDecision | null> {
  return deps.store.together(id, async (tx) => {
    const now = deps.clock.now();
    const locked = await tx.conversations.lock(id);
    if (locked === null) return null;
    const facts = await tx.conversations.loadContinuityFacts(locked, now);
    const { decision, wanted } = await unlessHeld(tx, locked, decideContinuity(facts, now), now);
    const noted = tx.conversations.noteContinuity(id, noteOf(decision, facts));
    const queued = decision.kind === "send" ? send(deps, tx, locked, { to: decision.to, wanted, now }) : null;
    await Promise.all([noted, queued]);
    return decision;
  });
}

interface Judged {
  readonly decision: ContinuityDecision;
  /** The replies that go, as they are now. */
  readonly wanted: readonly CarriedMessage[];
}

/**
 * One mail at a time: what is leaving this moment is waited for, its outcome asks again. And not too many: then it waits,
 * and agents read why.
 */
async function unlessHeld(
  tx: Tx,
  { head }: LockedConversation,
  decision: ContinuityDecision,
  now: Instant,
): Promise<Judged> {
  if (decision.kind !== "send") return { decision, wanted: [] };
  const to = { address: decision.to, isProved: head.address?.state === "proved" };
  const [isWayClear, mails, wanted] = await Promise.all([
    tx.deliveries.clearWay(head.id, now),
    tx.limits.loadCapFacts(head.id, to, now),
    tx.deliveries.loadCarried(head.id, decision.seqs),
  ]);
  if (!isWayClear) return { decision: { kind: "skip", because: "in-delivery" }, wanted };
  const capped = decideMailCap(mails, now);
  return { decision: capped === null ? decision : { kind: "wait", ...capped, seqs: decision.seqs }, wanted };
}

async function send(
  deps: CheckContinuityDeps,
  tx: Tx,
  locked: LockedConversation,
  order: { readonly to: EmailAddress; readonly wanted: Judged["wanted"]; readonly now: Instant },
): Promise<void> {
  await tx.conversations.apply(locked, await queueMail(deps, tx, locked, { ...order, sendNow: false }));
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
