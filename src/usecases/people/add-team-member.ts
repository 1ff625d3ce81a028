import { requireAddress } from "../../domain/mail/address-refusal.ts";
import { agentId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type Agent, NO_PASSWORD_YET } from "../../domain/people/agent.ts";
import { chatAccessOf, type Role } from "../../domain/people/roles.ts";
import { checkPrerequisitesJob } from "../../domain/settings/settings.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";
import { type HandedLink, handOverLink } from "../../steps/passwords/hand-over-link.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

interface NewMember {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly chatAccess: boolean;
}

/**
 * A new team member, active, offline, reading the account's default language, and the link with which they choose their
 * first password: nobody else ever knows it. Refuses email-taken, and what requireAddress does.
 */
export async function addTeamMember(
  deps: Deps,
  member: NewMember,
  publicUrl: string,
): Promise<Result<HandedLink & Pick<Agent, "id">, Refusal>> {
  const email = requireAddress(member.email);
  if (!email.ok) return email;
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    // Changes of the team come one after the other.
    const account = await tx.settings.lockAccount();
    if ((await tx.people.findAgent({ email: email.value })) !== null) {
      return refuse("email-taken", "A team member has this address already.");
    }
    const id = agentId(deps.newId());
    await tx.people.insertAgent({
      id,
      name: member.name,
      email: email.value,
      passwordHash: NO_PASSWORD_YET,
      role: member.role,
      chatAccess: chatAccessOf(member),
      locale: account.defaultLocale,
      createdAt: now,
    });
    const { name, role } = member;
    const became = { email: email.value, role, chatAccess: chatAccessOf(member) };
    await tx.audit.record({ at: now, kind: "member-added", subject: { id, name }, became });
    await tx.jobs.wake(checkPrerequisitesJob(now));
    return ok({ id, ...(await handOverLink(deps, tx, { id, name }, publicUrl)) });
  });
}
