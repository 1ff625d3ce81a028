import type { MarkTx } from "../../../ports/conversation/mark-tx.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function markTx(db: TxConnection): MarkTx {
  return {
    async markRead(agent, id, upTo) {
      await db.send(
        `insert into agent_mark (agent_id, conversation_id, read_up_to) values ($1, $2, $3)
         on conflict (agent_id, conversation_id) do update
           set read_up_to = greatest(agent_mark.read_up_to, excluded.read_up_to)`,
        [agent, id, upTo],
      );
    },
    async saveDraft(agent, id, draft) {
      await db.send(
        `insert into agent_mark (agent_id, conversation_id, draft, draft_visibility) values ($1, $2, $3, $4)
         on conflict (agent_id, conversation_id) do update
           set draft = excluded.draft, draft_visibility = excluded.draft_visibility`,
        [agent, id, draft.text, draft.visibility],
      );
    },
  };
}
