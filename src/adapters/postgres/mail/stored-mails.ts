/** Stored mail on its way to being read. Jobs start together, so their mails come together. */
import { inboundMailId, type InboundMailId, instant } from "../../../domain/ids.ts";
import type { InboundState } from "../../../domain/inbound-mail/place-mail.ts";
import type { NewInboundMail } from "../../../domain/inbound-mail/inbound-mail.ts";
import type { StoredMail, StoredMails } from "../../../ports/mail/stored-mails.ts";
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
  };
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
