import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Tx } from "../../ports/tx.ts";

/** The conversation that an agent asks for, locked. Refuses not-found. */
export async function requireConversation(tx: Tx, id: ConversationId): Promise<Result<LockedConversation, Refusal>> {
  const locked = await tx.conversations.lock(id);
  return locked === null ? refuse("not-found", "There is no such conversation.") : ok(locked);
}

/** The same for a visitor: one that this session may not open is as good as none. Refuses not-found. */
export async function requireOwnConversation(
  tx: Tx,
  { sessionId, asOf }: WidgetPrincipal,
  id: ConversationId,
): Promise<Result<LockedConversation, Refusal>> {
  // Behind the lock: what is taken back at this moment is taken back before.
  const [locked, mayOpen] = await Promise.all([tx.conversations.lock(id), tx.access.mayOpen(sessionId, id, asOf)]);
  return locked === null || !mayOpen ? noConversationOfTheirs() : ok(locked);
}

/** What a visitor reads who names a conversation that their session does not have. */
export const noConversationOfTheirs = (): Result<never, Refusal> =>
  refuse("not-found", "This session has no such conversation.");
