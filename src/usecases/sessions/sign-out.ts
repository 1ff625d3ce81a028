import { endAgentSessions } from "../../steps/sessions/end-agent-sessions.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Ends the session of this token. Safe to repeat; an unknown one ends nothing. */
export function signOut({ store, clock }: Deps, tokenHash: Uint8Array): Promise<void> {
  return store.transaction((tx) => endAgentSessions(tx, { tokenHash }, clock.now()));
}
