import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

/** *Not you? Start afresh*: this browser forgets; the conversations stay with the business. */
export function endSession(
  deps: { readonly store: Store; readonly clock: Clock },
  principal: WidgetPrincipal,
): Promise<void> {
  const now = deps.clock.now();
  return deps.store.transaction((tx) => tx.people.revokeSession(principal.sessionId, now));
}
