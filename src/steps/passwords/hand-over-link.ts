import type { Instant } from "../../domain/ids.ts";
import type { Agent } from "../../domain/people/agent.ts";
import { HANDED_RESET_LIVES_FOR, resetUrl } from "../../domain/passwords/password-reset.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import { makeReset } from "./make-reset.ts";

interface Deps {
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

/** A link that somebody passes on by themselves. */
export interface HandedLink {
  /** Shown once: we keep the hash of its token only. */
  readonly url: string;
  readonly expiresAt: Instant;
}

/** A link for an admin, or whoever works on the host, to hand to a team member, who chooses a password with it. */
export async function handOverLink(
  deps: Deps,
  tx: Pick<Tx, "passwordResets" | "audit">,
  agent: Pick<Agent, "id" | "name">,
  publicUrl: string,
): Promise<HandedLink> {
  const { token, expiresAt } = await makeReset(deps, tx, { agentId: agent.id, livesFor: HANDED_RESET_LIVES_FOR });
  await tx.audit.record({ at: deps.clock.now(), kind: "reset-link-made", subject: agent });
  return { url: resetUrl(publicUrl, token), expiresAt };
}
