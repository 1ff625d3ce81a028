import { noChange } from "../../domain/change.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "hashToken">;
}

/**
 * The links in the footer of a mail, carried out by POST only. `stop`: no more mail about this conversation, until the
 * person writes again. `not-me`: no more mail to this address at all, and the conversation forgets it.
 */
export function stopMail(deps: Deps, purpose: "stop" | "not-me", token: string): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const id = await tx.people.findMailLink(deps.secrets.hashToken(token), purpose, now);
    const locked = id === null ? null : await tx.conversations.lock(id);
    if (locked === null) return refuse("link-invalid", "This link is not known.");
    const { address } = locked.head;
    if (purpose === "not-me" && address !== null) await tx.deliveries.suppress(address.email, "not-me", null, now);
    await tx.conversations.apply(locked, {
      ...noChange(locked.head.id),
      head:
        purpose === "not-me" && address !== null
          ? { address: { ...address, state: "bounced", reason: "not-me" }, stoppedAt: now }
          : { stoppedAt: now },
      wakes: [{ kind: "check-continuity", dueAt: now }],
    });
    return ok(null);
  });
}
