import { noChange, WAKE_AFTER } from "../../domain/change.ts";
import { type ConversationId, later } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import { requireOwnConversation } from "../../steps/conversation/require-conversation.ts";

/** *E-mail me again* in the widget: lifts *Stop e-mails about this conversation*. */
export function startMailAgain(
  deps: { readonly store: Store; readonly clock: Clock },
  principal: WidgetPrincipal,
  id: ConversationId,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const found = await requireOwnConversation(tx, principal, id);
    if (!found.ok) return found;
    const locked = found.value;
    await tx.conversations.apply(locked, {
      ...noChange(id),
      head: { stoppedAt: null },
      wakes: [{ kind: "check-continuity", dueAt: later(now, WAKE_AFTER) }],
    });
    return ok(null);
  });
}
