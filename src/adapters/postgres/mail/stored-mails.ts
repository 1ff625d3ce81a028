/** Stored mail on its way to being read. Jobs start together, so their mails come together. */
import { inboundMailId, type InboundMailId, instant } from "../../../domain/ids.ts";
import type { InboundState } from "../../../domain/inbound-mail/place-mail.ts";
import type { NewInboundMail } from "../../../domain/inbound-mail/inbound-mail.ts";
import type { Mailed, StoredMail, StoredMails } from "../../../ports/mail/stored-mails.ts";
import { gather } from "../gather.ts";
import type { Pool } from "../pool.ts";

/** A mail may have 35 MB: what is read at once stays in memory at once. */
const TOGETHER = 8;

interface StoredMailRow {
  readonly id: string;
  readonly received_at: number;
  readonly door: NewInboundMail["door"];
  readonly envelope_from: string | null;
  readonly recipients: readonly string[];
  readonly remote_address: string | null;
  readonly helo: string | null;
  readonly state: InboundState;
  readonly raw: Buffer;
}

const STORED_MAIL = "id, received_at, door, envelope_from, recipients, remote_address, helo, state, raw";

export function storedMails(pool: Pool): StoredMails {
  const loadTexts = gather((asked: readonly Mailed[]) => sentTexts(pool, asked), TOGETHER);
  return {
    load: gather(async (ids: readonly InboundMailId[]) => {
      const found = await pool.query<StoredMailRow>({
        name: "stored-mails",
        text: `select ${STORED_MAIL} from unnest($1::uuid[]) as wanted (id)
                 join inbound_mail using (id) join raw_mail on inbound_mail_id = id`,
        values: [ids],
      });
      const mails = new Map(found.rows.map((row) => [row.id, toStoredMail(row)]));
      return ids.map((id) => mails.get(id) ?? null);
    }, TOGETHER),
    async loadSentTexts(where) {
      return where.conversationId === null && where.deliveryId === null ? [] : loadTexts(where);
    },
  };
}

/** Texts of this many mails are enough to know a quote by. */
const TEXTS_AT_MOST = 20;

async function sentTexts(pool: Pool, asked: readonly Mailed[]): Promise<readonly (readonly string[])[]> {
  const found = await pool.query<{ texts: readonly string[] }>({
    name: "sent-texts",
    text: `select array(
               select sent_text from delivery where delivery.conversation_id = coalesce(asked.conversation_id,
                   (select answered.conversation_id from delivery answered where answered.id = asked.delivery_id))
                 and sent_text is not null
               order by created_at desc limit ${TEXTS_AT_MOST}) as texts
             from unnest($1::uuid[], $2::uuid[]) with ordinality as asked (conversation_id, delivery_id, place)
             order by place`,
    values: [asked.map(({ conversationId }) => conversationId), asked.map(({ deliveryId }) => deliveryId)],
  });
  return found.rows.map(({ texts }) => texts);
}

const toStoredMail = (row: StoredMailRow): StoredMail => ({
  id: inboundMailId(row.id),
  receivedAt: instant(row.received_at),
  door: row.door,
  envelopeFrom: row.envelope_from,
  recipients: row.recipients,
  remoteAddress: row.remote_address,
  helo: row.helo,
  state: row.state,
  raw: row.raw,
});
