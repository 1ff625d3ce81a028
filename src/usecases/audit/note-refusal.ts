import type { Actor } from "../../domain/audit/audit.ts";
import { HOUR } from "../../domain/ids.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
}

/** Enough to see that somebody tries doors; whoever tries thousands does not fill the table. */
const REFUSALS_A_PERSON = { most: 20, within: HOUR };

/** A team member asked for what only admins may. Tells the security log, up to a limit. */
export async function noteRefusal({ store, clock, limiter }: Deps, actor: Actor, what: string): Promise<void> {
  const now = clock.now();
  if ((await limiter.take(`audit-refused:${actor.id}`, REFUSALS_A_PERSON, now)) !== null) return;
  await store
    .by(actor)
    .transaction((tx) => tx.audit.record({ at: now, kind: "refused", subject: { id: null, name: what } }));
}
