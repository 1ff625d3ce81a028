import type { WhichSessions } from "../../ports/sessions/agent-session-tx.ts";
import type { Tx } from "../../ports/tx.ts";

/**
 * Ends sessions of a team member for good, whatever the reason: signing out, another role, deactivation, another password
 * (product.md §8.1). After the commit their cookies open nothing and their sockets close, in every process.
 */
export function endAgentSessions(tx: Pick<Tx, "agentSessions">, which: WhichSessions): Promise<void> {
  return tx.agentSessions.end(which);
}
