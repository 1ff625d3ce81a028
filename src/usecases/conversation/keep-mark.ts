import { noChange } from "../../domain/change.ts";
import { type ConversationId, type Seq, seq } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

type Mark =
  | { readonly kind: "read"; readonly upTo: Seq }
  | { readonly kind: "draft"; readonly text: string; readonly visibility: "public" | "note" };

/** An agent's own read line or draft. The highest read line of any agent is what the end user sees as *read*. */
export function keepMark(
  deps: { readonly store: Store },
  agent: AgentIdentity,
  id: ConversationId,
  mark: Mark,
): Promise<Result<null, Refusal>> {
  return deps.store.transaction(async (tx) => {
    const found = await requireConversation(tx, id);
    if (!found.ok) return found;
    const locked = found.value;
    if (mark.kind === "draft") {
      await tx.marks.saveDraft(agent.id, id, mark);
      return ok(null);
    }
    const upTo = seq(Math.min(mark.upTo, locked.head.seq));
    await tx.marks.markRead(agent.id, id, upTo);
    if (upTo > locked.head.agentsReadUpTo) {
      await tx.conversations.apply(locked, { ...noChange(id), head: { agentsReadUpTo: upTo } });
    }
    return ok(null);
  });
}
