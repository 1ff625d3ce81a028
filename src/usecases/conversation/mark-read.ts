import { isEmpty } from "../../domain/change.ts";
import { readingUpTo } from "../../domain/conversation/reading.ts";
import type { ConversationId, Seq } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * The end user has seen up to `upTo`. Seen and attention are reported by the widget as product.md §2 defines them, never
 * guessed. A conversation that this session may not open is left alone, in silence.
 */
export function markRead(
  deps: Deps,
  principal: WidgetPrincipal,
  seen: { readonly conversationId: ConversationId; readonly upTo: Seq },
): Promise<void> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const [locked, mayOpen] = await Promise.all([
      tx.conversations.lock(seen.conversationId),
      tx.access.mayOpen(principal.sessionId, seen.conversationId, now),
    ]);
    if (locked === null || !mayOpen) return;
    const change = readingUpTo(locked, seen.upTo, now);
    if (isEmpty(change)) return;
    // Seeing is the strongest sign of attention.
    await tx.conversations.apply(locked, { ...change, head: { ...change.head, attentionAt: now } });
  });
}
