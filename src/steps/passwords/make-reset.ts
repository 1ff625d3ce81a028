import { type AgentId, type Instant, later, type Millis } from "../../domain/ids.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";

interface Deps {
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

/** A link that chooses a new password of this person, once, for so long. */
export async function makeReset(
  { clock, secrets }: Deps,
  tx: Pick<Tx, "passwordResets">,
  { agentId, livesFor }: { readonly agentId: AgentId; readonly livesFor: Millis },
): Promise<{ readonly token: string; readonly expiresAt: Instant }> {
  const now = clock.now();
  const token = secrets.newToken();
  const expiresAt = later(now, livesFor);
  await tx.passwordResets.insert({ tokenHash: secrets.hashToken(token), agentId, now, expiresAt });
  return { token, expiresAt };
}
