import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

/**
 * *Not you? Start afresh*, and the site's sign-out: this browser forgets; the conversations stay with the business. The links that brought it here,
 * and those mailed to an address that it gave and nobody has proved, open nothing any more. Whoever was signed in by their
 * site is known, and answers by mail as before: their links stand.
 */
export function endSession(
  deps: { readonly store: Store; readonly clock: Clock },
  principal: WidgetPrincipal,
): Promise<void> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    // First: whoever takes a link back then ends sessions, in this order everywhere.
    if (!principal.isSigned) await tx.links.revokeWith(principal.sessionId, now);
    await tx.people.revokeSession(principal.sessionId, now);
  });
}
