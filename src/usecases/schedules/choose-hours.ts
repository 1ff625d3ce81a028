import { difference } from "../../domain/audit/audit.ts";
import type { BrandId, ScheduleId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { HoursChoice } from "../../domain/schedules/schedule.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Chosen {
  /** Null: the account is open at every hour. */
  readonly account: ScheduleId | null;
  /** A brand that is not named keeps its choice. */
  readonly brands: readonly { readonly id: BrandId; readonly hours: HoursChoice }[];
}

/** Whose hours hold for the account, and for brands that have others. Refuses not-found: no such schedule, or brand. */
export function chooseHours(deps: Deps, chosen: Chosen): Promise<Result<null, Refusal>> {
  const at = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const { name } = await tx.settings.lockAccount();
    const schedules = await tx.schedules.loadSchedules();
    const before = await tx.schedules.loadChoices();
    /** As the security log tells it. */
    const told = (choice: HoursChoice) => ({
      hours: choice.kind === "schedule" ? (schedules.find(({ id }) => id === choice.id)?.name ?? null) : choice.kind,
    });
    const wanted = [ofAccount(chosen.account), ...chosen.brands.map(({ hours }) => hours)];
    if (wanted.some((choice) => told(choice).hours === null)) return refuse("not-found", "There is no such schedule.");

    const brands = chosen.brands.map(({ id, hours }) => ({
      hours,
      brand: before.brands.find((each) => each.id === id),
    }));
    if (brands.some(({ brand }) => brand === undefined)) return refuse("not-found", "There is no such brand.");
    if (chosen.account !== before.account) {
      await tx.schedules.chooseForAccount(chosen.account);
      const changes = difference(told(ofAccount(before.account)), told(ofAccount(chosen.account)));
      await tx.audit.record({ at, kind: "hours-chosen", subject: { id: null, name }, ...changes });
    }
    for (const { brand, hours } of brands) {
      if (brand === undefined) continue;
      if (JSON.stringify(brand.hours) === JSON.stringify(hours)) continue;
      // Of two schedules by one name the log tells that name.
      const changes = difference(told(brand.hours), told(hours));
      await tx.schedules.chooseForBrand(brand.id, hours);
      await tx.audit.record({ at, kind: "hours-chosen", subject: { id: brand.id, name: brand.name }, ...changes });
    }
    return ok(null);
  });
}

const ofAccount = (id: ScheduleId | null): HoursChoice => (id === null ? { kind: "always" } : { kind: "schedule", id });
