import { type Agent, NO_PASSWORD_YET } from "../../domain/people/agent.ts";
import { ownNames } from "../../domain/passwords/password-reset.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { OpenedFrom } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";
import type { Tx } from "../../ports/tx.ts";
import { hashNewPassword } from "../../steps/passwords/hash-new-password.ts";
import { setPassword } from "../../steps/passwords/set-password.ts";
import { openAgentSession, type OpenedSession } from "../../steps/sessions/open-agent-session.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
}

/** Whose password a link chooses. */
interface Owner extends Pick<Agent, "name" | "email"> {
  /** They have had none until now. */
  readonly isFirst: boolean;
}

/** Whose password a link chooses. Reading spends nothing. Refuses link-invalid. */
export async function lookAtReset(
  deps: Pick<Deps, "store" | "clock" | "secrets">,
  token: string,
): Promise<Result<Owner, Refusal>> {
  const agent = await deps.store.transaction((tx) => find(deps, tx, token));
  if (agent === null) return invalid();
  return ok({ name: agent.name, email: agent.email, isFirst: agent.passwordHash === NO_PASSWORD_YET });
}

interface Redeemed {
  readonly token: string;
  readonly password: string;
  readonly from: OpenedFrom | null;
}

/**
 * Spends a link: another password, every session ends, and a new one opens for whoever came with it. Refuses link-invalid,
 * also to the slower of two, and what hashNewPassword does, which spends nothing.
 */
export async function redeemReset(
  deps: Deps,
  { token, password, from }: Redeemed,
): Promise<Result<OpenedSession, Refusal>> {
  const found = await deps.store.transaction(async (tx) => {
    const agent = await find(deps, tx, token);
    return agent === null ? null : { agent, account: await tx.settings.requireAccount() };
  });
  if (found === null) return invalid();
  const hash = await hashNewPassword(deps, password, ownNames(found.agent, found.account.name));
  if (!hash.ok) return hash;
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const id = await tx.passwordResets.take(deps.secrets.hashToken(token), now);
    const agent = id === null ? null : await tx.people.lockAgent(id);
    if (agent === null || !agent.active) return invalid();
    const by = { id: agent.id, name: agent.name };
    await tx.audit.record({ at: now, kind: "reset-used", subject: agent, by });
    await setPassword(tx, agent.id, { hash: hash.value, keep: null, now });
    return ok(await openAgentSession(deps, tx, { agentId: agent.id, from }));
  });
}

async function find({ clock, secrets }: Pick<Deps, "clock" | "secrets">, tx: Tx, token: string): Promise<Agent | null> {
  const id = await tx.passwordResets.find(secrets.hashToken(token), clock.now());
  const agent = id === null ? null : await tx.people.findAgent({ id });
  return agent?.active === true ? agent : null;
}

const invalid = (): Result<never, Refusal> =>
  refuse("link-invalid", "This link is unknown, was used, or is too old: ask for another one.");
