import { decideAsk } from "../../domain/conversation/notification-address.ts";
import { type ConversationId, messageId } from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import { type AgentIdentity, mayHandle } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { NewId, Clock } from "../../ports/system.ts";
import type { Words } from "../../ports/words.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly words: Words;
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
    const user = await tx.people.mustFindEndUser(locked.head.endUserId);
    const ask = {
      id: messageId(deps.newId()),
      triggerId: null,
      askText: deps.words.say(
        user.locale,
        locked.head.address?.state === "bounced" ? "request-email.bounced" : "request-email.ask",
      ),
      acknowledgeText: deps.words.say(user.locale, "request-email.acknowledge"),
    };
    await tx.conversations.apply(locked, decideAsk(locked.head, ask, now));
    return ok(null);
  });
}
