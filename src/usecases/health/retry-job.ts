import type { JobId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** An admin gives a dead job another life, having mended what killed it. Refuses not-found where none is dead. */
export function retryJob({ store, clock }: Deps, id: JobId): Promise<Result<null, Refusal>> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const kind = await tx.jobs.revive(id, now);
    if (kind === null) return refuse("not-found", "There is no such dead job.");
    await tx.audit.record({ at: now, kind: "job-retried", subject: { id, name: kind } });
    return ok(null);
  });
}
