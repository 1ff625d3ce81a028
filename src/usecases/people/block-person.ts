import { type Change, merge } from "../../domain/change.ts";
import type { Conversation } from "../../domain/conversation/conversation.ts";
import { decideStatus } from "../../domain/conversation/handling.ts";
import { blockId, type ConversationId, type Instant } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { tellAgents, type TellAgentsDeps } from "../../steps/conversation/tell-agents.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps extends TellAgentsDeps {
  readonly store: Store;
  readonly clock: Clock;
}

interface Blocking {
  readonly conversationId: ConversationId;
  /** Spam is solved as well: nobody need look at it again. */
  readonly because: "suspended" | "spam";
}

/**
 * *Suspend* and *Spam*: what this person writes from now on reaches nobody, and looks sent to them (product.md §12.1). The
 * address goes with them where it is theirs beyond doubt: one that was merely typed may be a stranger's.
 */
export function blockPerson(
  deps: Deps,
  agent: AgentIdentity,
  { conversationId, because }: Blocking,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    if (!mayHandle(agent)) return refuse("not-allowed", "A light agent may read and write notes.");
    const found = await requireConversation(tx, conversationId);
    if (!found.ok) return found;
    const locked = found.value;
    const { head } = locked;
    const sender = ownAddress(head);
    const id = blockId(deps.newId());
    await tx.blocks.insert({ id, endUserId: head.endUserId, sender, because, by: agent.id, at: now });
    const subject = { id: head.endUserId, name: sender ?? head.endUserId };
    await tx.audit.record({ at: now, kind: "person-blocked", subject, became: { because } });
    await tx.conversations.apply(locked, await decide(deps, tx, { head, agent, because, now }));
    return ok(null);
  });
}

/** Proved, or the one that the conversation was begun from. */
function ownAddress({ address, origin }: Conversation): string | null {
  if (address === null) return null;
  return address.state === "proved" || origin === "email" ? address.email.toLowerCase() : null;
}

interface Blocked {
  readonly head: Conversation;
  readonly agent: AgentIdentity;
  readonly because: Blocking["because"];
  readonly now: Instant;
}

async function decide(deps: Deps, tx: Tx, { head, agent, because, now }: Blocked): Promise<Change> {
  const { closeAfterDays } = await tx.settings.requireAccount();
  const note = await tellAgents(deps, tx, head, { key: `note.${because}`, facts: { agent: agent.name }, now });
  const solved = because === "spam" ? decideStatus(head, agent, "solved", { now, closeAfterDays }) : null;
  // A closed one stays as it is.
  return solved?.ok === true ? merge(note, solved.value) : note;
}
