import type { AgentId, ConversationId, Seq } from "../../domain/ids.ts";

/** An agent's own read line and draft. */
export interface MarkTx {
  /** Never falls. */
  markRead(agentId: AgentId, id: ConversationId, upTo: Seq): Promise<void>;
  saveDraft(
    agentId: AgentId,
    id: ConversationId,
    draft: { readonly text: string; readonly visibility: "public" | "note" },
  ): Promise<void>;
}
