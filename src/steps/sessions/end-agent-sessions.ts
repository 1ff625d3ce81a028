import type { Instant } from "../../domain/ids.ts";
import type { WhichSessions } from "../../ports/sessions/agent-session-tx.ts";
import type { Tx } from "../../ports/tx.ts";

/**
 * Ends sessions of a team member for good, whatever the reason: signing out, another role, deactivation, another password
 * (product.md §8.1). After the commit their cookies open nothing and their sockets close, in every process.
 */
export async function endAgentSessions(
  tx: Pick<Tx, "agentSessions" | "audit">,
  which: WhichSessions,
  now: Instant,
): Promise<void> {
  const ended = await tx.agentSessions.end(which);
  const [owner] = ended;
  if (owner === undefined) return;
  // Whoever has the token is who signs out.
  await tx.audit.record(
    "tokenHash" in which
      ? { at: now, kind: "signed-out", subject: null, by: owner }
      : { at: now, kind: "sessions-ended", subject: owner, became: { count: ended.length } },
  );
}
