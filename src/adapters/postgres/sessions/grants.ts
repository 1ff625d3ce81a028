/** Which conversations a session opens. One place, so that nothing reads past a link that was taken back. */
import type { ConversationId, Instant, SessionId } from "../../../domain/ids.ts";
import type { Queryable } from "../pool.ts";

/**
 * A relation of what a session opens at an instant, each conversation once: `conversation_id`, `first_seq` (the first
 * message it may see) and `joined` (by link alone). Empty where the session has ended.
 */
export const openedBy = (session: string, at: string): string => `(
    select session_conversation.conversation_id, bool_and(session_conversation.link is not null) as joined,
      min(case when mail_link.conversation_id = session_conversation.conversation_id then mail_link.first_seq else 1 end)
        as first_seq
    from widget_session join session_conversation on session_conversation.session_id = widget_session.id
      left join mail_link on mail_link.token_hash = session_conversation.link
    where widget_session.id = ${session} and widget_session.revoked_at is null and widget_session.expires_at > ${at}
      and ${holds(at)}
    group by session_conversation.conversation_id
  )`;

/** Whether a grant holds at an instant, of `session_conversation left join mail_link`. */
export function holds(at: string): string {
  return `(session_conversation.link is null or (mail_link.revoked_at is null and session_conversation.expires_at > ${at}))`;
}

/** Whether a session opens a conversation at an instant. */
export async function mayOpen(
  db: Queryable,
  ...[session, id, at]: [SessionId, ConversationId, Instant]
): Promise<boolean> {
  const found = await db.query({
    name: "may-open",
    text: `select 1 from ${openedBy("$1", "$3")} as opened where conversation_id = $2`,
    values: [session, id, at],
  });
  return found.rowCount === 1;
}
