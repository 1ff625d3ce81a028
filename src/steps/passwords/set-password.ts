import type { AgentId, Instant } from "../../domain/ids.ts";
import type { Tx } from "../../ports/tx.ts";
import { endAgentSessions } from "../sessions/end-agent-sessions.ts";

interface NewPassword {
  readonly hash: string;
  /** The session that goes on, by its token; null: none does. */
  readonly keep: Uint8Array | null;
  readonly now: Instant;
}

/** Another password from now on: every other session ends, and no link chooses one any more that was made before. */
export async function setPassword(tx: Tx, agentId: AgentId, { hash, keep, now }: NewPassword): Promise<void> {
  await tx.people.updateAgent(agentId, { passwordHash: hash });
  await tx.passwordResets.forget(agentId, now);
  await endAgentSessions(tx, { agentId, allBut: keep }, now);
}
