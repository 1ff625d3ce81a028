import type { Clock } from "../../ports/system.ts";
import { DEFAULT_DELAYS } from "../../domain/settings/settings.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { endAgentSessions } from "../../steps/sessions/end-agent-sessions.ts";
import type { Store } from "../../ports/store.ts";

/**
 * Makes an installation out of a demo: nobody of the demo signs in any more, and the first page makes the first admin.
 * What waits to be mailed must have been given up before (the switch), or it would leave for real. Conversations stay.
 * Refuses not-found where there is no demo.
 */
export function endDemo({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Promise<Result<null, Refusal>> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    if (!(await tx.firstRun.isDemo())) return refuse("not-found", "This is no demo.");
    await tx.settings.lockAccount();
    for (const agentId of await tx.firstRun.deactivateEverybody()) {
      await endAgentSessions(tx, { agentId, allBut: null }, now);
    }
    await tx.settings.updateAccount({ delays: DEFAULT_DELAYS });
    await tx.firstRun.markDemo(false);
    await tx.audit.record({ at: now, kind: "demo-ended", subject: null });
    return ok(null);
  });
}
