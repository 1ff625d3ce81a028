import { tryRelayJob } from "../../domain/continuity/relay.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * An admin has mended the relay, or wants to know: everything that failed by it is tried now. Where it fails again, its
 * trouble is as new. Answers how many mails waited; refuses not-found.
 */
export function tryRelayNow({ store, clock }: Deps): Promise<Result<number, Refusal>> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const trouble = await tx.limits.loadRelayTrouble();
    if (trouble === null) return refuse("not-found", "The relay has no trouble that we know of.");
    const waiting = await tx.limits.endRelayTrouble(now);
    await tx.limits.noteRelayTrouble(trouble.said, now);
    await tx.jobs.wake(tryRelayJob(now));
    await tx.audit.record({ at: now, kind: "relay-tried", subject: null });
    return ok(waiting);
  });
}
