import { type BrandId, identityKeyId, type IdentityKeyId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { IDENTITY_KEYS_AT_MOST, type IdentityKey, KID_AT_MOST } from "../../domain/sessions/identity-key.ts";
import type { IdentityProver, ProvingKey } from "../../ports/sessions/identity-keys.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly identityProver: IdentityProver;
}

/** A secret for HS256: whoever asks is shown it now, and nobody ever again. Refuses not-found, identity-keys-full. */
export async function makeIdentitySecret(
  deps: Deps,
  brand: BrandId,
): Promise<Result<{ readonly key: IdentityKey; readonly secret: string }, Refusal>> {
  const { secret, material } = deps.identityProver.makeSecret();
  const kept = await keep(deps, brand, { algorithm: "HS256", material, kid: null });
  return kept.ok ? ok({ key: kept.value, secret }) : kept;
}

/** A public key of the site's, as JSON Web Key or PEM. `kid` null: as it names itself, else a new one. */
export async function addIdentityKey(
  deps: Deps,
  brand: BrandId,
  given: { readonly key: string; readonly kid: string | null },
): Promise<Result<{ readonly key: IdentityKey }, Refusal>> {
  const read = deps.identityProver.readPublicKey(given.key);
  if (!read.ok) {
    return refuse("identity-key-invalid", "Give a public RSA (2,048 to 8,192 bits) or Ed25519 key, as JWK or PEM.", {
      reason: read.error,
    });
  }
  const kid = given.kid ?? read.value.kid;
  // A control character or half a letter never comes back the same in a token's header.
  if (kid !== null && (kid.length > KID_AT_MOST || /[\p{Cc}\p{Cs}]/u.test(kid) || kid.trim() !== kid)) {
    return refuse("identity-key-invalid", `A kid is text of at most ${KID_AT_MOST} characters.`, { reason: "kid" });
  }
  const kept = await keep(deps, brand, { ...read.value, kid });
  return kept.ok ? ok({ key: kept.value }) : kept;
}

/** It signs nobody in any more, and whoever it has signed in is signed out: their pages ask the site again. */
export function endIdentityKey(
  deps: Pick<Deps, "store" | "clock">,
  brand: BrandId,
  id: IdentityKeyId,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const key = (await tx.identityKeys.loadActive(brand)).find((each) => each.id === id);
    if (key === undefined) return refuse("not-found", "This brand has no such key, or it has ended.");
    await tx.identityKeys.end(id, now);
    const { kid, algorithm } = key;
    await tx.audit.record({ at: now, kind: "identity-key-ended", subject: { id, name: kid }, was: { algorithm } });
    return ok(null);
  });
}

function keep(
  { store, clock, newId }: Deps,
  brand: BrandId,
  made: ProvingKey & { readonly kid: string | null },
): Promise<Result<IdentityKey, Refusal>> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    // Two that are made at once come one after the other.
    await tx.settings.lockAccount();
    if (!(await tx.settings.loadBrands()).some((each) => each.id === brand)) {
      return refuse("not-found", "There is no such brand.");
    }
    const active = await tx.identityKeys.loadActive(brand);
    if (active.length >= IDENTITY_KEYS_AT_MOST) {
      return refuse("identity-keys-full", `A brand has ${IDENTITY_KEYS_AT_MOST} active keys at most: end one first.`, {
        most: IDENTITY_KEYS_AT_MOST,
      });
    }
    const id = identityKeyId(newId());
    const kid = made.kid ?? id;
    if (active.some((each) => each.kid === kid)) {
      return refuse("identity-key-taken", "An active key of this brand has this kid already.", { kid });
    }
    const { algorithm, material } = made;
    const key = { id, brandId: brand, kid, algorithm, madeAt: now, lastUsedAt: null };
    await tx.identityKeys.insert({ ...key, material });
    await tx.audit.record({ at: now, kind: "identity-key-made", subject: { id, name: kid }, became: { algorithm } });
    return ok(key);
  });
}
