import { noChange } from "../../domain/change.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** The end user wrote again an hour ago and the agent is not online: the conversation waits in the queue for anybody. */
export function returnToQueue(deps: Deps, id: ConversationId): Promise<void> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(id);
    if (locked === null || locked.head.assigneeId === null || locked.head.status !== "open") return;
    const agent = await tx.people.findAgent({ id: locked.head.assigneeId });
    if (agent !== null && agent.active && agent.presence === "online") return;
    const wasAnswered = locked.openReplies.some((reply) => reply.postedAt > (locked.head.lastEndUserMessage?.at ?? 0));
    if (wasAnswered) return;
    await tx.conversations.apply(locked, {
      ...noChange(id),
      head: { assigneeId: null, queuedAt: now },
      events: [{ name: "added-to-queue", at: now, seq: locked.head.seq }],
    });
  });
}
