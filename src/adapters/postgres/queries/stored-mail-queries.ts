import type { ConversationId } from "../../../domain/ids.ts";
import type { InboundReason } from "../../../domain/inbound-mail/inbound-mail.ts";
import type { InboundMail, StoredMail } from "../../../../contract/mail/triage.ts";
import type { MailQueries } from "../../../ports/queries/mail-queries.ts";
import type { Pool } from "../pool.ts";

const PAGE_SIZE = 50;

interface MailRow {
  readonly id: string;
  readonly received_at: number;
  readonly from_name: string | null;
  readonly from_address: string | null;
  readonly subject: string | null;
  readonly preview: string | null;
  readonly verdict: StoredMail["verdict"];
  readonly because: InboundReason | null;
}

const COLUMNS = "id, received_at, from_name, from_address, subject, preview, verdict, because";

export function storedMailQueries(pool: Pool): MailQueries {
  return {
    async triage(_agent, before) {
      const found = await pool.query<MailRow>({
        name: "triage",
        text: `select ${COLUMNS} from inbound_mail where state = 'triage'
                 and ($1::uuid is null or (received_at, id) <
                   (select received_at, id from inbound_mail as previous where previous.id = $1))
               order by received_at desc, id desc limit ${PAGE_SIZE + 1}`,
        values: [before],
      });
      const rows = found.rows.slice(0, PAGE_SIZE);
      return { mails: rows.map(toView), next: found.rows.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null };
    },
    async mail(_agent, id) {
      const found = await pool.query<
        MailRow & {
          state: InboundMail["state"];
          conversation_id: string | null;
          recipients: readonly string[];
          raw: Buffer | null;
        }
      >(
        `select ${COLUMNS}, state, conversation_id, recipients, raw
         from inbound_mail left join raw_mail on inbound_mail_id = id where id = $1`,
        [id],
      );
      const [row] = found.rows;
      if (row === undefined) return null;
      const { state, recipients, raw } = row;
      return { ...toView(row), state, conversationId: row.conversation_id, recipients, raw };
    },
  };
}

/** What came in at a conversation and is no message of it, the newest first. */
export async function loadRecorded(pool: Pool, id: ConversationId): Promise<readonly StoredMail[]> {
  const found = await pool.query<MailRow>(
    `select ${COLUMNS} from inbound_mail where conversation_id = $1 and state = 'recorded'
     order by received_at desc, id desc limit ${PAGE_SIZE}`,
    [id],
  );
  return found.rows.map(toView);
}

const toView = (row: MailRow): StoredMail => ({
  id: row.id,
  receivedAt: row.received_at,
  from: { name: row.from_name === "" ? null : row.from_name, address: row.from_address },
  subject: row.subject,
  preview: row.preview,
  verdict: row.verdict,
  because: row.because,
});
