import { decideUnmute } from "../../domain/people/blocking.ts";
import { isEmpty, merge } from "../../domain/change.ts";
import type { BlockId, EndUserId, Instant } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { tellAgents, type TellAgentsDeps } from "../../steps/conversation/tell-agents.ts";

interface Deps extends TellAgentsDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Lifts a block. Nothing was lost by it: what was written in the widget meanwhile is there for agents now, and the mails
 * that were kept out wait in triage.
 */
export function liftBlock(deps: Deps, agent: AgentIdentity, id: BlockId): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    if (!mayHandle(agent)) return refuse("not-allowed", "A light agent lifts no block.");
    const block = await tx.blocks.find(id);
    if (block === null) return refuse("not-found", "There is no such block.");
    await tx.blocks.remove(id);
    if (block.endUserId !== null) await unmute(deps, tx, { person: block.endUserId, agent, now });
    await tx.blocks.returnMails(block);
    const subject = { id, name: block.sender ?? block.endUserId ?? id };
    await tx.audit.record({ at: now, kind: "block-lifted", subject });
    return ok(null);
  });
}

interface Unmuting {
  readonly person: EndUserId;
  readonly agent: AgentIdentity;
  readonly now: Instant;
}

async function unmute(deps: Deps, tx: Tx, { person, agent, now }: Unmuting): Promise<void> {
  const told = { key: "note.unblocked", facts: { agent: agent.name }, now } as const;
  for (const id of await tx.blocks.loadConversations(person)) {
    // What is being written this moment is muted before the lock is ours, or not at all.
    const locked = await tx.conversations.lock(id);
    if (locked === null) continue;
    const back = decideUnmute(locked, await tx.blocks.loadMuted(id), now);
    const isOver = locked.head.status === "closed" || locked.head.status === "solved";
    if (isEmpty(back) && isOver) continue;
    await tx.conversations.apply(locked, merge(await tellAgents(deps, tx, locked.head, told), back));
  }
}
