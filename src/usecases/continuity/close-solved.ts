import { closesAt, decideClose } from "../../domain/conversation/handling.ts";
import { type ConversationId, HOUR, type Instant, later } from "../../domain/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A solved conversation that still has a reply waiting is asked again after this. */
const ASK_AGAIN_AFTER = HOUR;

/**
 * Closes a conversation that has been solved for long enough; never while a reply waits or mail is in flight.
 * Answers when to ask again; null: it is closed, or no longer solved.
 */
export function closeSolved(deps: Deps, id: ConversationId): Promise<Instant | null> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(id);
    if (locked === null || locked.head.status !== "solved" || locked.head.solvedAt === null) return null;
    const account = await tx.settings.requireAccount();
    const due = closesAt(locked.head.solvedAt, account.closeAfterDays);
    if (now < due) return due;
    const change = decideClose(locked);
    if (change === null) return later(now, ASK_AGAIN_AFTER);
    await tx.conversations.apply(locked, change);
    return null;
  });
}
