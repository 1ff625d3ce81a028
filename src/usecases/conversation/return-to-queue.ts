import { noChange } from "../../domain/change.ts";
import { type ConversationId, type Instant, later } from "../../domain/ids.ts";
import { BACK_TO_QUEUE_AFTER } from "../../domain/conversation/posting.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * The end user wrote again an hour ago, nobody answered, and the agent is not online: the conversation waits in the queue
 * for anybody. Answers when to ask again; null: it is settled.
 */
export function returnToQueue(deps: Deps, id: ConversationId): Promise<Instant | null> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(id);
    if (locked === null || locked.head.assigneeId === null || locked.head.status !== "open") return null;
    const since = await tx.conversations.findUnansweredSince(id);
    if (since === null) return null;
    const due = later(since, BACK_TO_QUEUE_AFTER);
    if (now < due) return due;
    const agent = await tx.people.findAgent({ id: locked.head.assigneeId });
    if (agent !== null && agent.active && agent.presence === "online") return null;
    await tx.conversations.apply(locked, {
      ...noChange(id),
      head: { assigneeId: null, queuedAt: now },
      events: [{ name: "added-to-queue", at: now, seq: locked.head.seq }],
    });
    return null;
  });
}
