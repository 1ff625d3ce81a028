import { type ListRule, OVER, RULE_OF_VIEW } from "../../../../domain/conversation/list-views.ts";
import type { ConversationList, DeliveryView } from "../../../../../contract/conversation/agent-shapes.ts";
import { type ConversationId, seq as toSeq } from "../../../../domain/ids.ts";
import type { AgentQueries, Page } from "../../../../ports/queries/conversation-queries.ts";
import type { Pool } from "../../pool.ts";
import { sqlWords } from "../../sql-words.ts";
import { loadConversationView } from "./conversation-view.ts";
import { agentMessages, loadCopiedTo, loadMessages } from "./message-views.ts";
import { loadRecorded } from "../stored-mail-queries.ts";
import { SUMMARY_SELECT, type SummaryRow, toSummary } from "./summary-rows.ts";

const PAGE_SIZE = 50;

export function agentQueries(pool: Pool): AgentQueries {
  return {
    async list(agent, page) {
      const { text, values } = listStatement(agent.id, page);
      const found = await pool.query<SummaryRow>(text, values);
      const rows = found.rows.slice(0, PAGE_SIZE);
      return {
        conversations: rows.map((row) => toSummary(row, agent.id)),
        next: found.rows.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null,
        counts: await counts(pool, agent.id),
      };
    },
    async summaries(ids) {
      const found = await pool.query<SummaryRow>({
        name: "summaries",
        text: `${SUMMARY_SELECT} where conversation.id = any($1) and not conversation.muted`,
        values: [ids],
      });
      return found.rows.map((row) => toSummary(row, row.assignee_id));
    },
    countsByAgent: () => countsByAgent(pool),
    async changes(_agent, id, after, now) {
      const conversation = await loadConversationView(pool, id, now);
      if (conversation === null) return null;
      const rows = await loadMessages(pool, id, { after, upTo: conversation.revision });
      return { conversation, messages: agentMessages(rows, await loadCopiedTo(pool, rows)) };
    },
    async mark(agent, id) {
      const found = await pool.query<{ read_up_to: number; draft: string; draft_visibility: "public" | "note" }>(
        "select read_up_to, draft, draft_visibility from agent_mark where agent_id = $1 and conversation_id = $2",
        [agent.id, id],
      );
      const [row] = found.rows;
      return {
        readUpTo: toSeq(row?.read_up_to ?? 0),
        draft: row?.draft ?? "",
        draftVisibility: row?.draft_visibility ?? "public",
      };
    },
    deliveries: (_agent, id) => deliveries(pool, id),
    recorded: (_agent, id) => loadRecorded(pool, id),
  };
}

const IS_OVER = `conversation.status in (${sqlWords(OVER)})`;
const HELD_BY = { me: "conversation.assignee_id = $1", nobody: "conversation.assignee_id is null" };

/** The rule of a list in SQL; `$1` is the agent who looks. */
function conditionOf({ isQueued, isOver, heldBy }: ListRule): string {
  const conditions = [
    isQueued === undefined ? [] : ["conversation.queued_at is not null"],
    isOver === undefined ? [] : [isOver ? IS_OVER : `not ${IS_OVER}`],
    heldBy === undefined ? [] : [HELD_BY[heldBy]],
  ];
  return conditions.flat().join(" and ");
}

/** The queue shows who has waited longest first; every other view the newest activity first. */
function listStatement(agent: string, page: Page): { readonly text: string; readonly values: unknown[] } {
  const isQueue = page.view === "queue";
  const order = isQueue
    ? "conversation.queued_at, conversation.id"
    : "conversation.last_message_at desc, conversation.id desc";
  const after = isQueue
    ? "(conversation.queued_at, conversation.id) > (select queued_at, id from conversation as previous where previous.id = $2)"
    : `(conversation.last_message_at, conversation.id) <
         (select last_message_at, id from conversation as previous where previous.id = $2)`;
  const search = `($3::text is null or conversation.address ilike $3 or end_user.name ilike $3 or conversation.subject ilike $3 or exists (
      select 1 from message where message.conversation_id = conversation.id and message.visibility <> 'muted'
        and message.body ilike $3))`;
  return {
    text: `${SUMMARY_SELECT} where $1::uuid is not null and not conversation.muted and ${conditionOf(RULE_OF_VIEW[page.view])}
      and ($2::uuid is null or ${after}) and ${search} order by ${order} limit ${PAGE_SIZE + 1}`,
    values: [agent, page.after, page.search === null ? null : `%${escapeLike(page.search)}%`],
  };
}

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (special) => `\\${special}`);

async function countsByAgent(pool: Pool): ReturnType<AgentQueries["countsByAgent"]> {
  const found = await pool.query<{ assignee_id: string | null; open: number; queued: number }>({
    name: "view-counts",
    text: `select assignee_id, count(*) as open, count(queued_at) as queued
           from conversation where not ${IS_OVER} and not muted group by assignee_id`,
  });
  const triage = await pool.query<{ mails: number }>({
    name: "triage-count",
    text: "select count(*) as mails from inbound_mail where state = 'triage'",
  });
  const unassigned = found.rows.find((row) => row.assignee_id === null);
  return {
    triage: triage.rows[0]?.mails ?? 0,
    queue: unassigned?.queued ?? 0,
    unassigned: unassigned?.open ?? 0,
    mine: new Map(found.rows.flatMap((row) => (row.assignee_id === null ? [] : [[row.assignee_id, row.open]]))),
  };
}

async function counts(pool: Pool, agent: string): Promise<ConversationList["counts"]> {
  const { mine, ...shared } = await countsByAgent(pool);
  return { ...shared, mine: mine.get(agent) ?? 0 };
}

async function deliveries(pool: Pool, id: ConversationId): Promise<readonly DeliveryView[]> {
  const found = await pool.query<DeliveryView>(
    `select delivery.id, delivery.conversation_id as "conversationId", recipient as "to", message_id as "messageId",
       state, because, seqs, created_at as "createdAt",
       (select due_at from job where kind = 'deliver-mail' and key = delivery.id::text
          and lease_until is null and dead_at is null) as "nextAttemptAt",
       not_before is not null and state in ('queued', 'deferred', 'ambiguous') as "isHeld",
       coalesce((select jsonb_agg(jsonb_build_object('at', started_at, 'outcome', coalesce(outcome, 'sending'),
                   'code', code, 'reply', reply) order by number)
                 from delivery_attempt where delivery_id = delivery.id), '[]') as attempts
     from delivery where conversation_id = $1 order by created_at desc, delivery.id desc limit 100`,
    [id],
  );
  return found.rows;
}
