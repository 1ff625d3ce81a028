import { type Instant, triggerId } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { firstMissing } from "../../domain/settings.ts";
import { requestEmailTrigger } from "../../domain/shipped-triggers.ts";
import { decideSwitch, type TicketSettings } from "../../domain/switch.ts";
import type { TriggerKey } from "../../domain/trigger.ts";
import { reviewJob } from "../../domain/waiting-replies.ts";
import type { Store, Tx } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * The Save of Objects and rules › Tickets › Settings (PRODUCT.md §7). Refuses prerequisite-missing, and then nothing of
 * the tab is saved. What it means for replies that wait is a job: there may be very many.
 */
export function saveTicketSettings(deps: Deps, saved: TicketSettings): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const account = await tx.settings.lockAccount();
    const decided = decideSwitch(account, saved, firstMissing(await tx.settings.loadPrerequisites()), now);
    if (!decided.ok) return decided;
    const decision = decided.value;
    await tx.settings.updateAccount(decision.account);
    if (decision.requestEmail === "activate") await activateRequestEmail(deps, tx, now);
    if (decision.requestEmail === "deactivate") await deactivate(tx, "request-email", now);
    if (decision.awayMessage === "deactivate") await deactivate(tx, "away-message", now);
    await tx.jobs.wake(reviewJob(decision.review, now));
    return ok(null);
  });
}

/** Makes it, or revives the one there is with the texts that it has: never a second. */
async function activateRequestEmail(deps: Deps, tx: Tx, now: Instant): Promise<void> {
  const trigger = await tx.triggers.find({ key: "request-email" });
  if (trigger === null) await tx.triggers.insert(requestEmailTrigger(triggerId(deps.newId()), now));
  else if (!trigger.active) await tx.triggers.update({ ...trigger, active: true, changedAt: now });
}

async function deactivate(tx: Tx, key: TriggerKey, now: Instant): Promise<void> {
  const trigger = await tx.triggers.find({ key });
  if (trigger?.active === true) await tx.triggers.update({ ...trigger, active: false, changedAt: now });
}
