import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** The security log leaves the house in a file: it tells of that, too. */
export function noteExport({ store, clock }: Deps): Promise<void> {
  return store.transaction((tx) => tx.audit.record({ at: clock.now(), kind: "log-exported", subject: null }));
}
