import type { AgentId, Instant } from "../../domain/ids.ts";
import { HANDED_RESET_LIVES_FOR, resetUrl } from "../../domain/people/password-reset.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import { makeReset } from "../../steps/people/make-reset.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

interface ResetLink {
  /** Shown once: we keep the hash of its token only. */
  readonly url: string;
  readonly expiresAt: Instant;
}

/**
 * A link to hand to a team member who lost their password, by an admin or on the host. Until it is used nothing changes
 * for them. Refuses not-found, also where they are inactive: a password would let nobody in.
 */
export function makeResetLink(
  deps: Deps,
  who: { readonly id: AgentId } | { readonly email: string },
  publicUrl: string,
): Promise<Result<ResetLink, Refusal>> {
  return deps.store.transaction(async (tx) => {
    const agent = await tx.people.findAgent(who);
    if (agent === null || !agent.active) return refuse("not-found", "There is no such active team member.");
    const { token, expiresAt } = await makeReset(deps, tx, { agentId: agent.id, livesFor: HANDED_RESET_LIVES_FOR });
    await tx.audit.record({ at: deps.clock.now(), kind: "reset-link-made", subject: agent });
    return ok({ url: resetUrl(publicUrl, token), expiresAt });
  });
}
