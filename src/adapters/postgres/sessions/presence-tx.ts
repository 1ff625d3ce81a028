/** Who is there, and until when. */
import type { ConversationId, SessionId } from "../../../domain/ids.ts";
import type { PresenceTx } from "../../../ports/sessions/presence.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function presenceTx(db: TxConnection): PresenceTx {
  return {
    async open({ id, sessionId, openedAt, until }) {
      await db.send("insert into connection (id, session_id, opened_at, until) values ($1, $2, $3, $4)", [
        id,
        sessionId,
        openedAt,
        until,
      ]);
    },
    async renewOwn({ id, sessionId }, { until, ifBefore }) {
      // Lapsed is not closed: the page may have slept.
      const own = await db.query(
        `with own as (select id, until from connection
                      where id = $1 and session_id = $2 and (closed_at is null or closed_at = until) for update),
              renewed as (update connection set until = $3, closed_at = null from own
                          where connection.id = own.id and own.until < $4)
         select from own`,
        [id, sessionId, until, ifBefore],
      );
      return own.rowCount === 1;
    },
    async prolong(sessionId, { lastUsedAt, expiresAt }) {
      await db.send(
        `update widget_session set last_used_at = $2,
           expires_at = case when link is null and signed_by is null then greatest(expires_at, $3) else expires_at end
         where id = $1`,
        [sessionId, lastUsedAt, expiresAt],
      );
    },
    async close(id, at) {
      const closed = await db.query<{ session: SessionId }>(
        "update connection set closed_at = $2 where id = $1 and closed_at is null returning session_id as session",
        [id, at],
      );
      return closed.rows[0]?.session ?? null;
    },
    async closeLapsed(now) {
      const lapsed = await db.query<{ session: SessionId }>(
        "update connection set closed_at = until where closed_at is null and until <= $1 returning session_id as session",
        [now],
      );
      return [...new Set(lapsed.rows.map(({ session }) => session))];
    },
    async findWaiting(sessions) {
      const found = await db.query<{ id: ConversationId }>(
        `select distinct session_conversation.conversation_id as id
         from session_conversation join message on message.conversation_id = session_conversation.conversation_id
         where session_id = any($1) and fate = 'waiting' and deleted_at is null`,
        [sessions],
      );
      return found.rows.map(({ id }) => id);
    },
  };
}
