import { noChange } from "../../domain/change.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import { requireOwnConversation } from "../../steps/conversation/require-conversation.ts";

/** *Stop* in the widget: no more mail about this conversation, as by the link in its mails, until *E-mail me again* or a mail of theirs. */
export function stopMailHere(
  deps: { readonly store: Store; readonly clock: Clock },
  principal: WidgetPrincipal,
  id: ConversationId,
): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const found = await requireOwnConversation(tx, principal, id);
    if (!found.ok) return found;
    const locked = found.value;
    // A second press is no second moment.
    if (locked.head.address === null || locked.head.stoppedAt !== null) return ok(null);
    await tx.conversations.apply(locked, {
      ...noChange(id),
      head: { stoppedAt: now },
      wakes: [{ kind: "check-continuity", dueAt: now }],
    });
    return ok(null);
  });
}
