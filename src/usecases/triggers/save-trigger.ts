import { difference } from "../../domain/audit/audit.ts";
import type { TriggerId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { decideTriggerEdit, type TriggerEdit } from "../../domain/triggers/trigger-edit.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Activates, deactivates, renames and rewords one messaging trigger. Refuses not-found, trigger-invalid. */
export function saveTrigger(deps: Deps, id: TriggerId, edit: TriggerEdit): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    // Saves of triggers and of the switch come one after the other: each rewrites the whole row.
    const account = await tx.settings.lockAccount();
    const trigger = await tx.triggers.find({ id });
    if (trigger === null) return refuse("not-found", "There is no such trigger.");
    const edited = decideTriggerEdit(trigger, edit, account.defaultLocale, now);
    if (!edited.ok) return edited;
    await tx.triggers.update(edited.value);
    const subject = { id, name: trigger.name ?? trigger.key ?? id };
    const changes = difference(trigger, edit);
    if (changes !== null) await tx.audit.record({ at: now, kind: "trigger-changed", subject, ...changes });
    return ok(null);
  });
}
