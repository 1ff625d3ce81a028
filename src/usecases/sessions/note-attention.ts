import { noChange, WAKE_AFTER } from "../../domain/change.ts";
import { type ConversationId, later } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** The panel is open, the tab focused, the last input under 60 s old. Written only while a reply waits: else nothing depends on it. */
export function noteAttention(deps: Deps, principal: WidgetPrincipal, id: ConversationId): Promise<void> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const [locked, mayOpen] = await Promise.all([
      tx.conversations.lock(id),
      tx.access.mayOpen(principal.sessionId, id, now),
    ]);
    if (locked === null || !mayOpen || !locked.openReplies.some((reply) => reply.fate === "waiting")) return;
    await tx.conversations.apply(locked, {
      ...noChange(id),
      head: { attentionAt: now },
      wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
    });
  });
}
