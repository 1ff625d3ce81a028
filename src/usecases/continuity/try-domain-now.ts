import { deliverMailJob } from "../../domain/continuity/outgoing.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * An admin wants a domain mailed that asked us to slow down: its pause ends, and what waits for it is tried now. Where it
 * asks again, it begins with the shortest pause. Answers how many mails waited; refuses not-found.
 */
export function tryDomainNow({ store, clock }: Deps, domain: string): Promise<Result<number, Refusal>> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    if ((await tx.limits.loadPace(domain)) === null) return refuse("not-found", "This domain is not slowed down.");
    await tx.limits.savePace(domain, null, "");
    const waiting = await tx.limits.loadWaiting(domain);
    for (const mail of waiting) await tx.jobs.wake(deliverMailJob(mail, now));
    await tx.audit.record({ at: now, kind: "domain-tried", subject: { id: null, name: domain } });
    return ok(waiting.length);
  });
}
