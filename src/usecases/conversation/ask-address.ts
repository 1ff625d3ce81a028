import { decideAsk } from "../../domain/conversation/notification-address.ts";
import { type ConversationId, messageId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { NewId, Clock } from "../../ports/system.ts";
import { type AskingDeps, askingWords } from "../../steps/continuity/asking-words.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps extends AskingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** *Ask for address*: the form, now, in the end user's language. */
export function askAddress(deps: Deps, agent: AgentIdentity, id: ConversationId): Promise<Result<null, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    if (!mayHandle(agent)) return refuse("not-allowed", "A light agent may read and write notes.");
    const found = await requireConversation(tx, id);
    if (!found.ok) return found;
    const locked = found.value;
    if (locked.head.status === "closed")
      return refuse("conversation-closed", "A closed conversation asks for nothing.");
    const { locale } = await tx.people.mustFindEndUser(locked.head.endUserId);
    const texts = await askingWords(deps, tx, { head: locked.head, locale, own: null, isServed: true });
    const ask = { id: messageId(deps.newId()), triggerId: null, ...texts };
    await tx.conversations.apply(locked, decideAsk(locked.head, ask, now));
    return ok(null);
  });
}
