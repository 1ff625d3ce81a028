import { difference } from "../../domain/audit/audit.ts";
import type { AgentId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { chatAccessOf, type Role } from "../../domain/people/roles.ts";
import { checkPrerequisitesJob } from "../../domain/settings/settings.ts";
import { queueHandOn } from "../../steps/conversation/queue-hand-on.ts";
import { endAgentSessions } from "../../steps/sessions/end-agent-sessions.ts";
import type { Agent } from "../../domain/people/agent.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Changed {
  readonly name: string;
  readonly role: Role;
  readonly chatAccess: boolean;
  readonly active: boolean;
  /** Of whoever is deactivated: who gets what they hold; null or not given: the queue. */
  readonly heir?: AgentId | null;
}

/**
 * What an admin changes of a team member. Whoever loses Chat access, or is deactivated, is offline from now on;
 * whoever is deactivated or gets another role is signed out everywhere, for good. What whoever is deactivated holds goes to
 * the heir, or to the queue.
 * Refuses not-found, and last-admin where nobody would be left to administer.
 */
export function changeTeamMember(
  deps: Deps,
  id: AgentId,
  { heir = null, ...changed }: Changed,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    // One after the other: two admins who demote each other at once would leave nobody.
    await tx.settings.lockAccount();
    const member = await tx.people.findAgent({ id });
    if (member === null) return refuse("not-found", "There is no such team member.");
    if (stopsAdministering(member, changed) && (await tx.people.countActiveAdmins()) <= 1) {
      return refuse("last-admin", "The last active admin stays one: make somebody else an admin first.");
    }
    const chatAccess = chatAccessOf(changed);
    await tx.people.updateAgent(id, {
      ...changed,
      chatAccess,
      ...(chatAccess && changed.active ? {} : { presence: "offline" }),
    });
    const changes = difference(member, { ...changed, chatAccess });
    const kind = changed.role === member.role ? "member-changed" : "role-changed";
    if (changes !== null) await tx.audit.record({ at: now, kind, subject: member, ...changes });
    if (changed.role !== member.role || !changed.active) await endAgentSessions(tx, { agentId: id, allBut: null }, now);
    if (member.active && !changed.active) await queueHandOn(tx, { from: id, to: heir }, now);
    await tx.jobs.wake(checkPrerequisitesJob(now));
    return ok(null);
  });
}

const stopsAdministering = (member: Agent, changed: Changed): boolean =>
  member.role === "admin" && member.active && !(changed.role === "admin" && changed.active);
