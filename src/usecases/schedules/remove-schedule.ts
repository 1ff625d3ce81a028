import type { ScheduleId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Removes a schedule. Refuses not-found, and schedule-in-use: its hours still hold for the account or a brand. */
export function removeSchedule(deps: Deps, id: ScheduleId): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    await tx.settings.lockAccount();
    const old = (await tx.schedules.loadSchedules()).find((each) => each.id === id);
    if (old === undefined) return refuse("not-found", "There is no such schedule.");
    const { account, brands } = await tx.schedules.loadChoices();
    if (account === id || brands.some(({ hours }) => hours.kind === "schedule" && hours.id === id)) {
      return refuse("schedule-in-use", "The account or a brand goes by this schedule: choose another for it first.");
    }
    await tx.schedules.deleteSchedule(id);
    await tx.audit.record({ at: now, kind: "schedule-removed", subject: { id, name: old.name } });
    return ok(null);
  });
}
