import { ownNames } from "../../domain/passwords/password-reset.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import { hashNewPassword } from "../../steps/passwords/hash-new-password.ts";
import { setPassword } from "../../steps/passwords/set-password.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

interface Changed {
  /** The one of until now: whoever finds an unlocked computer does not know it. */
  readonly current: string;
  readonly password: string;
  /** The session that asks, and goes on. */
  readonly session: Uint8Array | null;
}

/**
 * Another password for oneself; every other session ends. Refuses password-wrong where the current one is not, and what
 * hashNewPassword does. Transport limits how often it may be asked.
 */
export async function changePassword(
  deps: Deps,
  me: AgentIdentity,
  { current, password, session }: Changed,
): Promise<Result<null, Refusal>> {
  const { agent, account } = await deps.store.transaction(async (tx) => ({
    agent: await tx.people.findAgent({ id: me.id }),
    account: await tx.settings.requireAccount(),
  }));
  const verified = await deps.secrets.verifyPassword(current, agent?.passwordHash ?? null);
  if (!verified.ok) return verified;
  if (agent === null || verified.value === "wrong") return wrong();
  const hash = await hashNewPassword(deps, password, ownNames(agent, account.name));
  if (!hash.ok) return hash;
  return deps.store.transaction(async (tx) => {
    // Meanwhile a link may have chosen another: then the one that was given is current no more.
    const now = await tx.people.lockAgent(me.id);
    if (now === null || now.passwordHash !== agent.passwordHash) return wrong();
    const at = deps.clock.now();
    await tx.audit.record({ at, kind: "password-changed", subject: agent });
    await setPassword(tx, me.id, { hash: hash.value, keep: session, now: at });
    return ok(null);
  });
}

const wrong = (): Result<never, Refusal> => refuse("password-wrong", "This is not the current password.");
