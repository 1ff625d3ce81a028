import { noChange } from "../../domain/change.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { changeAddress } from "../../domain/sessions/mail-link.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "hashToken">;
}

/**
 * The links in the footer of a mail, carried out by POST only. `stop`: no more mail about this conversation, until the
 * person writes by mail again, or lifts it on the site. `not-me`: no more mail to the address that the mail went to. Whoever got it by mistake speaks for
 * that address only: where another has been given since, the conversation goes on with that one. Either way the links that
 * were mailed there open nothing any more: an address that is suppressed has none.
 */
export function stopMail(deps: Deps, purpose: "stop" | "not-me", token: string): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const link = await tx.links.find(deps.secrets.hashToken(token), purpose, now);
    const locked = link === null ? null : await tx.conversations.lock(link.conversationId);
    if (link === null || locked === null) return refuse("link-invalid", "This link is not known.");
    const { address } = locked.head;
    const recipient = link.recipient ?? address?.email ?? null;
    if (purpose === "not-me" && recipient !== null) await tx.suppressions.suppress(recipient, "not-me", null, now);
    if (address === null || address.email !== recipient) return ok(null);
    const disowned = { ...address, state: "bounced" as const, reason: "not-me" };
    const changed = purpose === "not-me" ? changeAddress(locked.head, disowned, now) : { head: {} };
    await tx.conversations.apply(locked, {
      ...noChange(locked.head.id),
      ...changed,
      head: { ...changed.head, stoppedAt: now },
      wakes: [{ kind: "check-continuity", dueAt: now }],
    });
    return ok(null);
  });
}
