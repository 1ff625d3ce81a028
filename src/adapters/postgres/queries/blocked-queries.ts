import type { BlockedEntry, KeptOut } from "../../../../contract/people/blocked.ts";
import type { BlockedQueries } from "../../../ports/queries/blocked-queries.ts";
import type { Pool } from "../pool.ts";
import { labelOf } from "./conversation/summary-rows.ts";

const LISTED_AT_MOST = 500;
const KEPT_AT_MOST = 100;

interface BlockedRow {
  readonly id: string;
  readonly end_user_id: string | null;
  readonly name: string | null;
  readonly conversation_id: string | null;
  readonly sender: string | null;
  readonly because: BlockedEntry["because"];
  readonly blocked_by: string | null;
  readonly at: number;
  readonly messages: number;
  readonly mails: number;
}

/** The mails that a block has kept out of a conversation; what came afresh is in triage. */
const MAILS = `from inbound_mail where state = 'ignored' and inbound_mail.because = 'blocked-sender' and (
    lower(from_address) = blocked_sender.sender
    or starts_with(blocked_sender.sender, '@') and (lower(from_address) like '%' || blocked_sender.sender
      or lower(from_address) like '%@%.' || substr(blocked_sender.sender, 2))
    or conversation_id in (select id from conversation where conversation.end_user_id = blocked_sender.end_user_id))`;

const MESSAGES = `from message join conversation on conversation.id = message.conversation_id
  where visibility = 'muted' and conversation.end_user_id = blocked_sender.end_user_id`;

export function blockedQueries(pool: Pool): BlockedQueries {
  return {
    async list() {
      const found = await pool.query<BlockedRow>(
        `select blocked_sender.id, blocked_sender.end_user_id, end_user.name, sender, blocked_sender.because,
           agent.name as blocked_by, at,
           (select id from conversation where end_user_id = end_user.id and not muted
            order by last_message_at desc limit 1) as conversation_id,
           (select count(*) ${MESSAGES}) as messages, (select count(*) ${MAILS}) as mails
         from blocked_sender left join end_user on end_user.id = blocked_sender.end_user_id
           left join agent on agent.id = blocked_by
         order by at desc, blocked_sender.id limit ${LISTED_AT_MOST}`,
      );
      return found.rows.map(toView);
    },
    async keptOut(_agent, id) {
      const block = await pool.query("select 1 from blocked_sender where id = $1", [id]);
      if (block.rowCount === 0) return null;
      const found = await pool.query<KeptOut["kept"][number]>(
        `select kept.at, kept.text, kept.mail_id as "mailId" from blocked_sender, lateral (
           select posted_at as at, body as text, null::uuid as mail_id ${MESSAGES}
           union all
           select received_at, coalesce(subject, ''), inbound_mail.id ${MAILS}) as kept
         where blocked_sender.id = $1 order by kept.at desc limit ${KEPT_AT_MOST}`,
        [id],
      );
      return found.rows;
    },
  };
}

const toView = (row: BlockedRow): BlockedEntry => ({
  id: row.id,
  person:
    row.end_user_id === null
      ? null
      : { name: row.name, label: labelOf(row.end_user_id), conversationId: row.conversation_id },
  sender: row.sender,
  because: row.because,
  by: row.blocked_by,
  at: row.at,
  keptOut: { messages: row.messages, mails: row.mails },
});
