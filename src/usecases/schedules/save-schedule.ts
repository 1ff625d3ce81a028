import { difference } from "../../domain/audit/audit.ts";
import { type ScheduleId, scheduleId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { MAX_SCHEDULES, type OpeningTimes, parseTimes } from "../../domain/schedules/schedule.ts";
import { toldTimes } from "../../domain/schedules/told-times.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Saved extends OpeningTimes {
  /** Null: a new one. `version`: the one that whoever saves has seen. */
  readonly of: { readonly id: ScheduleId; readonly version: number } | null;
  readonly name: string;
}

/**
 * Adds a schedule or changes one. Refuses not-found, changed-meanwhile where a colleague has saved since, time-zone-unknown
 * and schedule-invalid (as `parseTimes`, or `because` full).
 */
export function saveSchedule(deps: Deps, { of, ...typed }: Saved): Promise<Result<ScheduleId, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const parsed = parseTimes(typed);
    if (!parsed.ok) return parsed;
    const times = parsed.value;
    // Two that save at once come one after the other.
    await tx.settings.lockAccount();
    const before = await tx.schedules.loadSchedules();
    const old = before.find(({ id }) => id === of?.id);
    if (of !== null && old === undefined) return refuse("not-found", "There is no such schedule.");
    if (old === undefined && before.length >= MAX_SCHEDULES) {
      return refuse("schedule-invalid", `There are at most ${MAX_SCHEDULES} schedules.`, { because: "full" });
    }
    if (old !== undefined && old.version !== of?.version) {
      return refuse("changed-meanwhile", "A colleague has changed this schedule meanwhile: look at it again.");
    }
    const id = old?.id ?? scheduleId(deps.newId());
    const changes = difference(old === undefined ? {} : toldTimes(old), toldTimes(times));
    if (changes === null) return ok(id);
    await tx.schedules.saveSchedule({ ...times, id, version: (old?.version ?? 0) + 1 });
    const kind = old === undefined ? "schedule-added" : "schedule-changed";
    await tx.audit.record({ at: now, kind, subject: { id, name: old?.name ?? times.name }, ...changes });
    return ok(id);
  });
}
