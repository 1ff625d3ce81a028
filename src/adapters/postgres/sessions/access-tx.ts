/** Who may open what, and each agent's own marks. */
import type { AccessTx, MarkTx } from "../../../ports/conversation/conversation-tx.ts";
import { lockForPost } from "../conversation/locking.ts";
import { mayOpen, openedBy } from "./grants.ts";
import type { TxConnection } from "../tx-connection.ts";

export function accessTx(db: TxConnection): AccessTx {
  return {
    async grant(sessionId, id, via) {
      await db.send(
        "insert into session_conversation (session_id, conversation_id, via) values ($1, $2, $3) on conflict do nothing",
        [sessionId, id, via],
      );
    },
    async grantByLink(sessionId, id, { link, expiresAt }) {
      await db.send(
        `insert into session_conversation (session_id, conversation_id, via, link, expires_at)
         values ($1, $2, 'link', $3, $4)
         on conflict on constraint session_conversation_once do update set expires_at = excluded.expires_at`,
        [sessionId, id, Buffer.from(link), expiresAt],
      );
    },
    async inherit(from, to) {
      await db.send(
        `insert into session_conversation (session_id, conversation_id, via, link, expires_at)
         select session_id, $2, via, link, expires_at from session_conversation where conversation_id = $1 on conflict do nothing`,
        [from, to],
      );
    },
    lockForPost: (sessionId, post) => lockForPost(db, sessionId, post),
    mayOpen: (sessionId, id, now) => mayOpen(db, sessionId, id, now),
    async opensOnlyOthers(sessionId, id, now) {
      const found = await db.query<{ others: boolean | null }>(
        `select bool_and(conversation_id <> $2) as others from ${openedBy("$1", "$3")} as opened`,
        [sessionId, id, now],
      );
      return found.rows[0]?.others === true;
    },
  };
}

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
