import type { EmailAddress, Instant } from "../../domain/ids.ts";
import { isEmpty } from "../../domain/change.ts";
import { decideAddressMended } from "../../domain/conversation/notification-address.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { SuppressedBecause } from "../../domain/continuity/delivery.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** What was lifted, for the log. */
interface Lifted {
  readonly because: SuppressedBecause;
  readonly at: Instant;
}

/** An admin knows that the address may be mailed again. Replies that waited for it go on. Refuses not-found. */
export function liftSuppression({ store, clock }: Deps, address: EmailAddress): Promise<Result<Lifted, Refusal>> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const lifted = await tx.suppressions.lift(address);
    if (lifted === null) return refuse("not-found", "This address is not suppressed.");
    const subject = { id: null, name: address };
    await tx.audit.record({ at: now, kind: "suppression-lifted", subject, was: { because: lifted.because } });
    for (const id of await tx.suppressions.loadConcerned(address)) {
      const locked = await tx.conversations.lock(id);
      if (locked === null) continue;
      // Another address may have been given before the lock was ours.
      const change = decideAddressMended(locked, address, now);
      if (!isEmpty(change)) await tx.conversations.apply(locked, change);
    }
    return ok(lifted);
  });
}
