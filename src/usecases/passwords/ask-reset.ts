import { mailResetJob } from "../../domain/passwords/password-reset.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "digest">;
}

/**
 * *Forgot password?*: whether the address is anybody's is not even looked up here, so that neither the answer nor its time
 * tells. Transport limits how often it may be asked.
 */
export async function askReset({ store, clock, secrets }: Deps, typed: string): Promise<void> {
  const email = typed.trim().toLowerCase();
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.audit.record({ at, kind: "reset-asked", subject: { id: null, name: typed } });
    await tx.jobs.wake(mailResetJob({ email, key: secrets.digest(email), at }));
  });
}
