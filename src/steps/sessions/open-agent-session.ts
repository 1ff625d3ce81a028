import { type AgentId, agentSessionId, type Instant, later } from "../../domain/ids.ts";
import { AGENT_SESSION_LIVES_FOR, type OpenedFrom } from "../../domain/sessions/session.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";

interface Deps {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

/** A session that was opened just now. */
export interface OpenedSession {
  readonly agentId: AgentId;
  /** For the cookie; we keep its hash only. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/** Opens a session for a team member who has proved who they are. Always under a new token: none is ever taken over. */
export async function openAgentSession(
  { clock, newId, secrets }: Deps,
  tx: Pick<Tx, "agentSessions">,
  { agentId, from }: { readonly agentId: AgentId; readonly from: OpenedFrom | null },
): Promise<OpenedSession> {
  const now = clock.now();
  const token = secrets.newToken();
  const expiresAt = later(now, AGENT_SESSION_LIVES_FOR);
  const id = agentSessionId(newId());
  await tx.agentSessions.open({ id, tokenHash: secrets.hashToken(token), agentId, from, now, expiresAt });
  return { agentId, token, expiresAt };
}
