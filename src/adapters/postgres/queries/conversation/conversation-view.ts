/** What an agent knows of one conversation besides its messages. */
import type { AgentConversation } from "../../../../../contract/conversation/agent-shapes.ts";
import { conversationId, type Instant } from "../../../../domain/ids.ts";
import type { ContinuityNote } from "../../../../ports/conversation/conversation-tx.ts";
import { loadPresence } from "../../continuity/continuity-facts.ts";
import type { Queryable } from "../../pool.ts";
import { labelOf } from "./summary-rows.ts";

interface ViewRow {
  readonly id: string;
  readonly revision: number;
  readonly status: AgentConversation["status"];
  readonly brand_id: string;
  readonly brand_name: string;
  readonly end_user_id: string;
  readonly end_user_name: string | null;
  readonly external_id: string | null;
  readonly locale: string;
  readonly time_zone: string | null;
  readonly block_id: string | null;
  readonly others: number;
  readonly subject: string | null;
  readonly page_url: string | null;
  readonly site: AgentConversation["site"];
  readonly address: string | null;
  readonly address_state: "unproved" | "proved" | "bounced" | null;
  readonly address_reason: string | null;
  readonly stopped: boolean;
  readonly assignee_id: string | null;
  readonly assignee_name: string | null;
  readonly queued_at: number | null;
  readonly seq: number;
  readonly read_up_to: number;
  readonly open_form: boolean;
  readonly continuity: ContinuityNote;
  readonly retry: AgentConversation["retry"];
  readonly created_at: number;
  readonly solved_at: number | null;
}

/** Null: there is no such conversation. */
export async function loadConversationView(db: Queryable, id: string, now: Instant): Promise<AgentConversation | null> {
  const found = await db.query<ViewRow>({
    name: "agent-conversation",
    text: `select conversation.id, conversation.revision, conversation.status, brand.id as brand_id,
             brand.name as brand_name, end_user.id as end_user_id, end_user.name as end_user_name,
             end_user.external_id, end_user.locale, end_user.time_zone,
             (select id from blocked_sender where blocked_sender.end_user_id = end_user.id) as block_id,
             (select count(*) from conversation as other
              where other.end_user_id = end_user.id and other.id <> conversation.id and not other.muted) as others,
             conversation.subject, conversation.page_url,
             jsonb_build_object('name', display_name, 'tags', tags, 'metadata', metadata) as site, conversation.address, conversation.address_state, conversation.address_reason,
             conversation.stopped_at is not null as stopped, agent.id as assignee_id, agent.name as assignee_name,
             conversation.queued_at, conversation.read_up_to,
             coalesce((select seq from message where conversation_id = conversation.id and visibility <> 'muted'
                       order by seq desc limit 1), 0) as seq,
             conversation.open_form_seq is not null as open_form, conversation.continuity, conversation.created_at,
             conversation.solved_at,
             (select json_build_object('triedAt', attempt.ended_at, 'nextAt', greatest(job.due_at, delivery.not_before))
              from delivery join delivery_attempt as attempt on delivery_id = delivery.id and number = delivery.attempts
                join job on job.kind = 'deliver-mail' and job.key = delivery.id::text and job.dead_at is null
              where delivery.conversation_id = conversation.id and delivery.state in ('deferred', 'ambiguous')
              order by attempt.ended_at desc limit 1) as retry
           from conversation join brand on brand.id = conversation.brand_id
             join end_user on end_user.id = conversation.end_user_id
             left join agent on agent.id = conversation.assignee_id
           where conversation.id = $1`,
    values: [id],
  });
  const [row] = found.rows;
  if (row === undefined) return null;
  const presence = await loadPresence(db, conversationId(id), now);
  return {
    ...toView(row),
    presence: { connected: presence.kind === "connected", leftAt: presence.kind === "gone" ? presence.since : null },
  };
}

function toView(row: ViewRow): Omit<AgentConversation, "presence"> {
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    brand: { id: row.brand_id, name: row.brand_name },
    endUser: {
      id: row.end_user_id,
      name: row.end_user_name,
      identity: identityOf(row),
      locale: row.locale,
      timeZone: row.time_zone,
      otherConversations: row.others,
      blockId: row.block_id,
    },
    label: labelOf(row.end_user_id),
    subject: row.subject,
    pageUrl: row.page_url,
    site: row.site,
    address:
      row.address === null || row.address_state === null
        ? null
        : { email: row.address, state: row.stopped ? "stopped" : row.address_state, reason: row.address_reason },
    assignee:
      row.assignee_id === null || row.assignee_name === null ? null : { id: row.assignee_id, name: row.assignee_name },
    queuedAt: row.queued_at,
    lastSeq: row.seq,
    endUserReadUpTo: row.read_up_to,
    continuity: row.continuity,
    retry: row.retry,
    addressAsked: row.open_form,
    createdAt: row.created_at,
    solvedAt: row.solved_at,
  };
}

/** Only a signed identity verifies; an address that was given is no more than a claim. */
function identityOf(row: ViewRow): AgentConversation["endUser"]["identity"] {
  if (row.external_id !== null) return "verified";
  return row.address === null ? "anonymous" : "unverified";
}
