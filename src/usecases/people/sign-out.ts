import { endAgentSessions } from "../../steps/sessions/end-agent-sessions.ts";
import type { Store } from "../../ports/store.ts";

interface Deps {
  readonly store: Store;
}

/** Ends the session of this token. Safe to repeat; an unknown one ends nothing. */
export function signOut({ store }: Deps, tokenHash: Uint8Array): Promise<void> {
  return store.transaction((tx) => endAgentSessions(tx, { tokenHash }));
}
