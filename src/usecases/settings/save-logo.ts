import { difference } from "../../domain/audit/audit.ts";
import type { BrandId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { decideLogo } from "../../domain/settings/logo.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Channels › Messaging, a brand's logo; null: it has none any more. Refuses not-found, and what `decideLogo` refuses. */
export async function saveLogo(deps: Deps, id: BrandId, bytes: Uint8Array | null): Promise<Result<null, Refusal>> {
  const logo = bytes === null ? ok(null) : decideLogo(bytes);
  if (!logo.ok) return logo;
  return deps.store.transaction(async (tx) => {
    // Two that save at once come one after the other.
    await tx.settings.lockAccount();
    const brand = (await tx.settings.loadBrands()).find((each) => each.id === id);
    if (brand === undefined) return refuse("not-found", "There is no such brand.");
    const hash = await tx.pictures.save({ kind: "logo", brandId: id }, logo.value);
    const changes = difference({ logo: brand.logo?.hash }, { logo: hash });
    const at = deps.clock.now();
    if (changes !== null) await tx.audit.record({ at, kind: "brand-changed", subject: brand, ...changes });
    return ok(null);
  });
}
