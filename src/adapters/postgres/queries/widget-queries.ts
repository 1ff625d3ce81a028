import { UNREAD_FATES } from "../../../domain/continuity/fate.ts";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import { sessionId } from "../../../domain/ids.ts";
import type { WidgetQueries } from "../../../ports/queries/conversation-queries.ts";
import type { Pool, Queryable } from "../pool.ts";
import { sqlWords } from "../sql-words.ts";
import { loadMessages, widgetMessages } from "./message-views.ts";

interface WidgetRow {
  readonly id: string;
  readonly status: WidgetConversation["status"];
  readonly revision: number;
  readonly seq: number;
  readonly read_up_to: number;
  readonly unread: number;
  readonly agents_read_up_to: number;
  readonly agent_name: string | null;
  readonly address: string | null;
  readonly address_state: "unproved" | "proved" | "bounced" | null;
  readonly stopped: boolean;
  readonly created_at: number;
  readonly last_message_at: number;
}

/** Enough for a person's history in the panel; older ones stay with the business. */
const CONVERSATIONS_AT_MOST = 50;

const SELECT = `select conversation.id, status, revision, seq, read_up_to, agents_read_up_to,
    (select count(*) from message where message.conversation_id = conversation.id and message.seq > read_up_to
       and (author_kind <> 'end-user' or shown_from is not null) and visibility = 'public' and deleted_at is null and another_sender is null
       and (fate is null or fate in (${sqlWords(UNREAD_FATES)}))) as unread,
    agent.name as agent_name, address, address_state, stopped_at is not null as stopped, conversation.created_at,
    last_message_at
  from session_conversation join conversation on conversation.id = session_conversation.conversation_id
    left join agent on agent.id = conversation.assignee_id
  where session_conversation.session_id = $1`;

export function widgetQueries(pool: Pool): WidgetQueries {
  return {
    async list(principal) {
      const found = await pool.query<WidgetRow>({
        name: "widget-list",
        text: `${SELECT} order by last_message_at desc limit ${CONVERSATIONS_AT_MOST}`,
        values: [principal.sessionId],
      });
      return found.rows.map(toView);
    },
    async sessionsOf(id) {
      const found = await pool.query<{ session_id: string }>(
        "select session_id from session_conversation where conversation_id = $1",
        [id],
      );
      return found.rows.map((row) => sessionId(row.session_id));
    },
    async changes(principal, id, after) {
      const conversation = await loadOne(pool, principal.sessionId, id);
      if (conversation === null) return null;
      return {
        conversation,
        messages: widgetMessages(await loadMessages(pool, id, { after, upTo: conversation.revision })),
      };
    },
  };
}

async function loadOne(db: Queryable, session: string, id: string): Promise<WidgetConversation | null> {
  const found = await db.query<WidgetRow>({
    name: "widget-one",
    text: `${SELECT} and conversation.id = $2`,
    values: [session, id],
  });
  const [row] = found.rows;
  return row === undefined ? null : toView(row);
}

const toView = (row: WidgetRow): WidgetConversation => ({
  id: row.id,
  status: row.status,
  revision: row.revision,
  lastSeq: row.seq,
  readUpTo: row.read_up_to,
  unread: row.unread,
  agentsReadUpTo: row.agents_read_up_to,
  agentName: row.agent_name,
  address:
    row.address === null || row.address_state === null
      ? null
      : { email: row.address, state: row.stopped ? "stopped" : row.address_state },
  createdAt: row.created_at,
  lastMessageAt: row.last_message_at,
});
