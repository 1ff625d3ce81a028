import { type AgentId, type Instant, later } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { AGENT_SESSION_LIVES_FOR } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

interface SignedIn {
  readonly agentId: AgentId;
  /** For the cookie; we keep its hash only. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/**
 * Opens a session for a team member. Refuses sign-in-failed, never saying which half was wrong, and taking as long for
 * an unknown or inactive person as for a known one. Transport limits how often it may be asked.
 */
export async function signIn(
  { store, clock, secrets }: Deps,
  given: { readonly email: string; readonly password: string },
): Promise<Result<SignedIn, Refusal>> {
  const agent = await store.transaction((tx) => tx.people.findAgent({ email: given.email.trim() }));
  // Hashing takes a fifth of a second: never inside a transaction.
  const isRight = await secrets.verifyPassword(given.password, agent?.passwordHash ?? null);
  if (agent === null || !agent.active || !isRight) {
    return refuse("sign-in-failed", "No team member has this address and password.");
  }
  const now = clock.now();
  const token = secrets.newToken();
  const expiresAt = later(now, AGENT_SESSION_LIVES_FOR);
  await store.transaction((tx) =>
    tx.people.openAgentSession({ tokenHash: secrets.hashToken(token), agentId: agent.id, now, expiresAt }),
  );
  return ok({ agentId: agent.id, token, expiresAt });
}
