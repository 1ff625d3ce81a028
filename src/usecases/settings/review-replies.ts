import type { Review } from "../../domain/continuity/waiting-replies.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";
import { reviewConversation } from "../../steps/continuity/review-conversation.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Carries a review out on every conversation in which a reply waits: holds back what the change cancelled and has the
 * rule asked anew, so that agents read why. One transaction each, so that nobody's conversation is locked for long.
 * Safe to repeat, and to break off and begin again.
 */
export async function reviewReplies({ store, clock }: Deps, review: Review): Promise<void> {
  const ids = await store.transaction((tx) => tx.settings.loadConversationsWithWaitingReplies());
  for (const id of ids) {
    await store.transaction((tx) => reviewConversation(tx, id, review, clock.now()));
  }
}
