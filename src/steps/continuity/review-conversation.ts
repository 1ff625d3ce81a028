import { decideReview, type Review } from "../../domain/continuity/waiting-replies.ts";
import type { ConversationId, Instant } from "../../domain/ids.ts";
import type { Tx } from "../../ports/tx.ts";

/** Carries a review of the replies that wait out on one conversation. Safe to repeat; one that is gone needs none. */
export async function reviewConversation(tx: Tx, id: ConversationId, review: Review, now: Instant): Promise<void> {
  const locked = await tx.conversations.lock(id);
  if (locked !== null) await tx.conversations.apply(locked, decideReview(locked, review, now));
}
