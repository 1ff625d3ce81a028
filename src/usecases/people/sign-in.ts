import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { OpenedFrom } from "../../domain/sessions/session.ts";
import { type OpenedSession, openAgentSession } from "../../steps/sessions/open-agent-session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
}

interface Given {
  readonly email: string;
  readonly password: string;
  /** Absent: not from a browser. */
  readonly from?: OpenedFrom;
}

/**
 * Opens a session for a team member. Refuses sign-in-failed, never saying which half was wrong, and taking as long for
 * an unknown or inactive person as for a known one; too-busy where too many sign in at once. Transport limits how often
 * it may be asked.
 */
export async function signIn(deps: Deps, given: Given): Promise<Result<OpenedSession, Refusal>> {
  const { store, secrets } = deps;
  const agent = await store.transaction((tx) => tx.people.findAgent({ email: given.email.trim() }));
  // Hashing takes its time, and its turn: never inside a transaction.
  const verified = await secrets.verifyPassword(given.password, agent?.passwordHash ?? null);
  if (!verified.ok) return verified;
  if (agent === null || !agent.active || verified.value === "wrong") return failed();
  const renewed = verified.value === "right-but-old" ? await secrets.hashPassword(given.password) : null;
  return store.transaction(async (tx) => {
    // Meanwhile they may have been deactivated, or the password changed: what that ended must not open after it.
    const now = await tx.people.lockAgent(agent.id);
    if (now === null || !now.active || now.passwordHash !== agent.passwordHash) return failed();
    // Where the queue was full it stays as it is until the next time.
    if (renewed?.ok === true) await tx.people.updateAgent(agent.id, { passwordHash: renewed.value });
    return ok(await openAgentSession(deps, tx, { agentId: agent.id, from: given.from ?? null }));
  });
}

const failed = (): Result<never, Refusal> => refuse("sign-in-failed", "No team member has this address and password.");
