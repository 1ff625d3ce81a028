import { decideDismissForm } from "../../domain/conversation/notification-address.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import { requireOwnConversation } from "../../steps/conversation/require-conversation.ts";

/** "No, thank you": the form that asks for an address closes, and nothing asks again by itself. */
export function dismissForm(
  deps: { readonly store: Store },
  principal: WidgetPrincipal,
  id: ConversationId,
): Promise<Result<null, Refusal>> {
  return deps.store.transaction(async (tx) => {
    const found = await requireOwnConversation(tx, principal, id);
    if (!found.ok) return found;
    const locked = found.value;
    const forms = await tx.conversations.loadForms(id);
    const open = forms.findLast(({ form }) => form.kind === "request-email" && form.state === "open") ?? null;
    await tx.conversations.apply(locked, decideDismissForm(locked.head, open));
    return ok(null);
  });
}
