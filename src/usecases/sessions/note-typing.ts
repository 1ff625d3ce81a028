import type { ConversationId } from "../../domain/ids.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Bus } from "../../ports/bus.ts";
import type { Store } from "../../ports/store.ts";

/** The end user types: agents who look at the conversation see it, unless the person is blocked. Kept nowhere. */
export async function noteTyping(
  { store, bus }: { readonly store: Store; readonly bus: Pick<Bus, "publish"> },
  { endUserId }: WidgetPrincipal,
  id: ConversationId,
): Promise<void> {
  const user = await store.transaction((tx) => tx.people.mustFindEndUser(endUserId));
  if (user.blocked) return;
  bus.publish([{ kind: "typing", id, who: { kind: "end-user" } }]);
}
