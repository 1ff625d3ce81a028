import type { AgentId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import { type HandedLink, handOverLink } from "../../steps/passwords/hand-over-link.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

/**
 * A link to hand to a team member who lost their password, by an admin or on the host. Until it is used nothing changes
 * for them. Refuses not-found, also where they are inactive: a password would let nobody in.
 */
export function makeResetLink(
  deps: Deps,
  who: { readonly id: AgentId } | { readonly email: string },
  publicUrl: string,
): Promise<Result<HandedLink, Refusal>> {
  return deps.store.transaction(async (tx) => {
    const agent = await tx.people.findAgent(who);
    if (agent === null || !agent.active) return refuse("not-found", "There is no such active team member.");
    return ok(await handOverLink(deps, tx, agent, publicUrl));
  });
}
