import { difference } from "../../domain/audit/audit.ts";
import { type Instant, triggerId } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { firstMissing } from "../../domain/settings/settings.ts";
import { requestEmailTrigger } from "../../domain/triggers/shipped-triggers.ts";
import { decideSwitch, type SwitchDecision, type TicketSettings } from "../../domain/settings/switch.ts";
import type { Trigger, TriggerKey } from "../../domain/triggers/trigger.ts";
import { type Review, reviewJob } from "../../domain/continuity/waiting-replies.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import { reviewConversation } from "../../steps/continuity/review-conversation.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * The Save of Objects and rules › Tickets › Settings (product.md §7). Refuses prerequisite-missing, and then nothing of
 * the tab is saved. What it means for replies that wait is a job, since there may be very many; but those from before
 * the switch are held back first, while it is still off: no moment lets one of them out.
 */
export async function saveTicketSettings(deps: Deps, saved: TicketSettings): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  const foreseen = await deps.store.transaction((tx) => decide(tx, saved, now));
  if (!foreseen.ok) return foreseen;
  const { review } = foreseen.value;
  if (review.kind === "hold" && review.because === "before-switch") await carryOut(deps, review, now);
  return deps.store.transaction(async (tx) => {
    const before = await tx.settings.lockAccount();
    const decided = await decide(tx, saved, now);
    if (!decided.ok) return decided;
    const decision = decided.value;
    await tx.settings.updateAccount(decision.account);
    const { continuityOn, delays, closeAfterDays } = { ...before, ...decision.account };
    const changes = difference(before, { continuityOn, delays, closeAfterDays });
    if (changes !== null) await tx.audit.record({ at: now, kind: "tickets-changed", subject: null, ...changes });
    if (decision.requestEmail === "activate") await activateRequestEmail(deps, tx, now);
    if (decision.requestEmail === "deactivate") await deactivate(tx, "request-email", now);
    if (decision.awayMessage === "deactivate") await deactivate(tx, "away-message", now);
    await tx.jobs.wake(reviewJob(decision.review, now));
    return ok(null);
  });
}

async function decide(tx: Tx, saved: TicketSettings, now: Instant): Promise<Result<SwitchDecision, Refusal>> {
  const account = await tx.settings.lockAccount();
  return decideSwitch(account, saved, firstMissing(await tx.settings.loadPrerequisites()), now);
}

/** One transaction each: nobody's conversation is locked for long. Broken off, it has done no harm: the switch is off. */
async function carryOut({ store }: Deps, review: Review, now: Instant): Promise<void> {
  const ids = await store.transaction((tx) => tx.settings.loadConversationsWithWaitingReplies());
  for (const id of ids) {
    await store.transaction((tx) => reviewConversation(tx, id, review, now));
  }
}

/** Makes it, or revives the one there is with the texts that it has: never a second. */
async function activateRequestEmail(deps: Deps, tx: Tx, now: Instant): Promise<void> {
  const trigger = await tx.triggers.find({ key: "request-email" });
  if (trigger === null) {
    const made = requestEmailTrigger(triggerId(deps.newId()), now);
    await tx.triggers.insert(made);
    await noteActive(tx, made, now);
  } else if (!trigger.active) {
    const revived = { ...trigger, active: true, changedAt: now };
    await tx.triggers.update(revived);
    await noteActive(tx, revived, now);
  }
}

async function deactivate(tx: Tx, key: TriggerKey, now: Instant): Promise<void> {
  const trigger = await tx.triggers.find({ key });
  if (trigger?.active !== true) return;
  const stopped = { ...trigger, active: false, changedAt: now };
  await tx.triggers.update(stopped);
  await noteActive(tx, stopped, now);
}

function noteActive(tx: Tx, { id, name, key, active }: Trigger, now: Instant): Promise<void> {
  const changes = { was: { active: !active }, became: { active } };
  return tx.audit.record({ at: now, kind: "trigger-changed", subject: { id, name: name ?? key ?? id }, ...changes });
}
