/** Who may open what. */
import type { AccessTx } from "../../../ports/sessions/access-tx.ts";
import { lockForPost } from "../conversation/locking.ts";
import { mayOpen, openedBy } from "./grants.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

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
