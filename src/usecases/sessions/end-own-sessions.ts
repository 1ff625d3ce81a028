import type { AgentSessionId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { endAgentSessions } from "../../steps/sessions/end-agent-sessions.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A team member ends one of their own sessions. Safe to repeat; another's, or an unknown one, ends nothing. */
export function endOwnSession({ store, clock }: Deps, agent: AgentIdentity, id: AgentSessionId): Promise<void> {
  return store.transaction((tx) => endAgentSessions(tx, { agentId: agent.id, id }, clock.now()));
}

/** Ends all of their sessions but the one that asks, told by the hash of its token. */
export function endOtherSessions({ store, clock }: Deps, agent: AgentIdentity, allBut: Uint8Array): Promise<void> {
  return store.transaction((tx) => endAgentSessions(tx, { agentId: agent.id, allBut }, clock.now()));
}
