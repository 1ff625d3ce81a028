import type { ConversationId } from "../../domain/ids.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";
import { tellAgents, type TellAgentsDeps } from "../../steps/conversation/tell-agents.ts";

interface Deps extends TellAgentsDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * *Revoke links*: whatever was mailed about this conversation opens nothing any more, and every browser that came by such a
 * link is out at once. The next mail has a fresh link; answers by e-mail arrive as before. A note says who did it.
 */
export function revokeLinks(deps: Deps, agent: AgentIdentity, id: ConversationId): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    if (!mayHandle(agent)) return refuse("not-allowed", "A light agent may read and write notes.");
    const found = await requireConversation(tx, id);
    if (!found.ok) return found;
    const count = await tx.links.revokeOf(id, now);
    await tx.audit.record({ at: now, kind: "links-revoked", subject: { id, name: id }, became: { count } });
    const facts = { agent: agent.name, count };
    await tx.conversations.apply(
      found.value,
      await tellAgents(deps, tx, found.value.head, { key: "note.links-revoked", facts, now }),
    );
    return ok(null);
  });
}
