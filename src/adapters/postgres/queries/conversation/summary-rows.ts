/** One line of a list. */
import { UNREAD_FATES } from "../../../../domain/continuity/fate.ts";
import { sqlWords } from "../../sql-words.ts";
import type { ConversationSummary } from "../../../../../contract/conversation/agent-shapes.ts";

export interface SummaryRow {
  readonly id: string;
  readonly revision: number;
  readonly status: ConversationSummary["status"];
  readonly channel: ConversationSummary["channel"] | null;
  readonly subject: string | null;
  readonly end_user_id: string;
  readonly end_user_name: string | null;
  readonly locale: string;
  readonly assignee_id: string | null;
  readonly assignee_name: string | null;
  readonly queued_at: number | null;
  readonly last_seq: number | null;
  readonly last_text: string | null;
  readonly last_attachments: readonly string[] | null;
  readonly last_author: ConversationSummary["lastMessage"]["authorKind"] | null;
  readonly last_at: number | null;
  readonly unread: number;
  readonly unread_replies: number;
  readonly created_at: number;
}

/** Enough of the last message for one line on any screen. */
const SNIPPET_CHARS = 160;

/**
 * The last message is the last that a person wrote: an automatic one says nothing about the conversation.
 * `unread`: for the assignee after their own read line, in the queue after any agent's.
 */
export const SUMMARY_SELECT = `
  select conversation.id, conversation.revision, conversation.status,
    case when conversation.origin = 'email' then conversation.origin else last.channel end as channel, conversation.subject, conversation.end_user_id,
    end_user.name as end_user_name, end_user.locale, conversation.assignee_id, agent.name as assignee_name,
    conversation.queued_at, last.seq as last_seq, left(last.body, ${SNIPPET_CHARS}) as last_text,
    array(select file ->> 'name' from jsonb_array_elements(last.attachments) as file) as last_attachments,
    last.author_kind as last_author, last.posted_at as last_at, conversation.created_at,
    (select count(*) from message where message.conversation_id = conversation.id and author_kind = 'end-user'
       and visibility = 'public' and message.seq > case when conversation.assignee_id is null then conversation.agents_read_up_to
                              else coalesce(agent_mark.read_up_to, 0) end) as unread,
    (select count(*) from message where message.conversation_id = conversation.id
       and fate in (${sqlWords(UNREAD_FATES)}) and deleted_at is null) as unread_replies
  from conversation join end_user on end_user.id = conversation.end_user_id
    left join agent on agent.id = conversation.assignee_id
    left join agent_mark on agent_mark.agent_id = conversation.assignee_id
      and agent_mark.conversation_id = conversation.id
    left join lateral (
      select seq, channel, body, attachments, author_kind, posted_at from message
      where message.conversation_id = conversation.id and visibility = 'public' and deleted_at is null
        and author_kind <> 'system'
      order by seq desc limit 1) as last on true`;

/** `reader`: whose unread count this is; a conversation that somebody else holds is not unread for them. */
export function toSummary(row: SummaryRow, reader: string | null): ConversationSummary {
  const isOurs = row.assignee_id === null || row.assignee_id === reader;
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    channel: row.channel ?? "messaging",
    endUser: { id: row.end_user_id, name: row.end_user_name, locale: row.locale },
    subject: row.subject,
    label: labelOf(row.end_user_id),
    assignee:
      row.assignee_id === null || row.assignee_name === null ? null : { id: row.assignee_id, name: row.assignee_name },
    queuedAt: row.queued_at,
    lastMessage: {
      seq: row.last_seq ?? 0,
      text: row.last_text ?? "",
      attachments: row.last_attachments ?? [],
      authorKind: row.last_author ?? "system",
      at: row.last_at ?? row.created_at,
    },
    unread: isOurs ? row.unread : 0,
    unreadReplies: row.unread_replies,
    createdAt: row.created_at,
  };
}

/** Four letters that stay with a person without a name. The end of a UUIDv7 is its random part. */
export const labelOf = (endUserId: string): string => endUserId.slice(-4).toUpperCase();
