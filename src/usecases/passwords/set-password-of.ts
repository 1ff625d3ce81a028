import { ownNames } from "../../domain/passwords/password-reset.ts";
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

/** Another password for somebody, chosen on the host; every session of theirs ends. Refuses not-found and what hashNewPassword does. */
export async function setPasswordOf(
  deps: Deps,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Result<null, Refusal>> {
  const { agent, account } = await deps.store.transaction(async (tx) => ({
    agent: await tx.people.findAgent({ email }),
    account: await tx.settings.requireAccount(),
  }));
  if (agent === null || !agent.active) return refuse("not-found", "There is no such active team member.");
  const hash = await hashNewPassword(deps, password, ownNames(agent, account.name));
  if (!hash.ok) return hash;
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    await tx.people.lockAgent(agent.id);
    await tx.audit.record({ at: now, kind: "password-changed", subject: agent });
    await setPassword(tx, agent.id, { hash: hash.value, keep: null, now });
  });
  return ok(null);
}
