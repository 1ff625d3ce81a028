import { difference } from "../../domain/audit/audit.ts";
import { requireAddress } from "../../domain/mail/address-refusal.ts";
import { type BrandId, type SupportAddressId, supportAddressId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { checkPrerequisitesJob } from "../../domain/settings/settings.ts";
import { withOneDefaultEach, type SupportAddress } from "../../domain/settings/support-addresses.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Saved {
  /** Null: a new one. */
  readonly id: SupportAddressId | null;
  readonly brandId: BrandId;
  readonly address: string;
}

/**
 * Adds a support address or changes one. A brand's first is its default. Refuses not-found, email-taken, and the reasons
 * of an address that a form shows.
 */
export function saveSupportAddress(deps: Deps, saved: Saved): Promise<Result<SupportAddressId, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const address = requireAddress(saved.address);
    if (!address.ok) return address;
    // One after the other: which one is the default depends on all.
    await tx.settings.lockAccount();
    const before = await tx.settings.loadSupportAddresses();
    const old = before.find((row) => row.id === saved.id);
    const brands = await tx.settings.loadBrands();
    if (saved.id !== null && old === undefined) return refuse("not-found", "There is no such support address.");
    if (brands.every((brand) => brand.id !== saved.brandId)) return refuse("not-found", "There is no such brand.");
    if (before.some((row) => row.id !== saved.id && row.address === address.value)) {
      return refuse("email-taken", "This support address exists already.");
    }
    const id = saved.id ?? supportAddressId(deps.newId());
    const isDefault = old !== undefined && old.isDefault && old.brandId === saved.brandId;
    const next = { id, brandId: saved.brandId, address: address.value, isDefault };
    await place(tx, before, [...before.filter((row) => row.id !== id), next]);
    const changes = difference(old ?? {}, { address: next.address, brandId: next.brandId });
    const kind = old === undefined ? "support-address-added" : "support-address-changed";
    const subject = { id, name: old?.address ?? next.address };
    if (changes !== null) await tx.audit.record({ at: now, kind, subject, ...changes });
    await tx.jobs.wake(checkPrerequisitesJob(now));
    return ok(id);
  });
}

/**
 * Removes a support address; another one of the brand becomes its default. The last one of all may go too: then the
 * switch has lost what it needs, and says so. Refuses not-found.
 */
export function deleteSupportAddress(
  deps: Pick<Deps, "store" | "clock">,
  id: SupportAddressId,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    await tx.settings.lockAccount();
    const before = await tx.settings.loadSupportAddresses();
    const old = before.find((row) => row.id === id);
    if (old === undefined) return refuse("not-found", "There is no such support address.");
    await tx.settings.deleteSupportAddress(id);
    const rest = before.filter((row) => row.id !== id);
    await place(tx, rest, rest);
    await tx.audit.record({ at: now, kind: "support-address-removed", subject: { id, name: old.address } });
    await tx.jobs.wake(checkPrerequisitesJob(now));
    return ok(null);
  });
}

/** Writes what changed; those that stop being a default first, since a brand has one at a time. */
async function place(tx: Tx, before: readonly SupportAddress[], after: readonly SupportAddress[]): Promise<void> {
  const isAsBefore = (row: SupportAddress): boolean =>
    before.some(
      (old) =>
        old.id === row.id &&
        old.brandId === row.brandId &&
        old.address === row.address &&
        old.isDefault === row.isDefault,
    );
  const changed = withOneDefaultEach(after).filter((row) => !isAsBefore(row));
  for (const row of changed.toSorted((a, b) => Number(a.isDefault) - Number(b.isDefault))) {
    await tx.settings.saveSupportAddress(row);
  }
}
