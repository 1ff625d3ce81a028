/** Mail that came in: raw bytes first, what it meant afterwards. */
import {
  brandId,
  type ConversationId,
  deliveryId,
  inboundMailId,
  type InboundMailId,
  instant,
  seq,
  type Seq,
} from "../../domain/ids.ts";
import type { InboundState, InboundTx, NewInboundMail } from "../../ports/inbound-tx.ts";
import type { Queryable } from "./pool.ts";
import type { Rings } from "./rings.ts";

interface InboundRow {
  readonly received_at: number;
  readonly door: NewInboundMail["door"];
  readonly envelope_from: string | null;
  readonly recipients: readonly string[];
  readonly remote_address: string | null;
  readonly helo: string | null;
  readonly state: InboundState;
  readonly raw: Buffer;
}

export function inboundTx(db: Queryable, rings: Pick<Rings, "triage">): InboundTx {
  return {
    async store(mail) {
      await db.query(
        `insert into inbound_mail (id, received_at, door, envelope_from, recipients, remote_address, helo, state)
         values ($1, $2, $3, $4, $5, $6, $7, 'stored')`,
        [mail.id, mail.receivedAt, mail.door, mail.envelopeFrom, mail.recipients, mail.remoteAddress, mail.helo],
      );
      await db.query("insert into raw_mail (inbound_mail_id, raw) values ($1, $2)", [mail.id, Buffer.from(mail.raw)]);
    },
    load: (id) => load(db, id),
    async claimDedupeKey(id, key) {
      // Two copies that are read at the same moment queue up here, instead of the second breaking on the index.
      await db.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
      const claimed = await db.query(
        `update inbound_mail set dedupe_key = $2
         where id = $1 and not exists (select 1 from inbound_mail where dedupe_key = $2 and id <> $1)`,
        [id, key],
      );
      return claimed.rowCount === 1;
    },
    async settle(id, outcome) {
      await db.query(
        `update inbound_mail set state = $2, verdict = $3, because = $4, conversation_id = $5, delivery_id = $6,
           from_address = $7, subject = $8, from_name = $9, preview = $10 where id = $1`,
        [
          id,
          outcome.state,
          outcome.verdict,
          outcome.because,
          outcome.conversationId,
          outcome.deliveryId,
          outcome.fromAddress,
          outcome.subject,
          outcome.fromName,
          outcome.preview,
        ],
      );
      if (outcome.state === "triage") rings.triage();
    },
    async decide(id, place) {
      await db.query(
        "update inbound_mail set state = $2, because = $3, conversation_id = $4, delivery_id = $5 where id = $1",
        [id, place.state, place.because, place.conversationId, place.deliveryId],
      );
      rings.triage();
    },
    findUndecided: (id, at) => findUndecided(db, id, at),
    ...matching(db),
  };
}

async function load(db: Queryable, id: InboundMailId): ReturnType<InboundTx["load"]> {
  const found = await db.query<InboundRow>(
    `select received_at, door, envelope_from, recipients, remote_address, helo, state, raw
     from inbound_mail join raw_mail on inbound_mail_id = id where id = $1 for no key update of inbound_mail`,
    [id],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  return {
    id,
    receivedAt: instant(row.received_at),
    door: row.door,
    envelopeFrom: row.envelope_from,
    recipients: row.recipients,
    remoteAddress: row.remote_address,
    helo: row.helo,
    state: row.state,
    raw: row.raw,
  };
}

interface UndecidedRow {
  readonly another_sender: string;
  readonly author_name: string | null;
  readonly posted_at: number;
  readonly mail_id: string;
  readonly delivery_id: string | null;
}

async function findUndecided(db: Queryable, id: ConversationId, at: Seq): ReturnType<InboundTx["findUndecided"]> {
  const found = await db.query<UndecidedRow>(
    `select another_sender, author_name, posted_at, inbound_mail.id as mail_id, inbound_mail.delivery_id
     from message join inbound_mail on inbound_mail.id = inbound_mail_id
     where message.conversation_id = $1 and seq = $2 and another_sender is not null and deleted_at is null`,
    [id, at],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  return {
    seq: at,
    sender: row.another_sender,
    name: row.author_name,
    postedAt: instant(row.posted_at),
    answered: row.delivery_id === null ? null : deliveryId(row.delivery_id),
    mailId: inboundMailId(row.mail_id),
  };
}

function counts(db: Queryable): Pick<InboundTx, "countPosted" | "countBegun"> {
  return {
    async countPosted(id, since) {
      const found = await db.query<{ mails: number }>(
        "select count(*) as mails from inbound_mail where conversation_id = $1 and state = 'posted' and received_at > $2",
        [id, since],
      );
      return found.rows[0]?.mails ?? 0;
    },
    async countBegun(from, since) {
      const found = await db.query<{ mails: number }>(
        `select count(*) as mails from inbound_mail
         where lower(from_address) = lower($1) and because = 'new-conversation' and received_at > $2`,
        [from, since],
      );
      return found.rows[0]?.mails ?? 0;
    },
  };
}

type Matching = Pick<
  InboundTx,
  "loadSentMails" | "loadSentTexts" | "findSupportAddress" | "isAgentAddress" | "countPosted" | "countBegun"
>;

function matching(db: Queryable): Matching {
  return {
    async loadSentMails(id) {
      const found = await db.query<{ id: string; seqs: readonly number[]; bounced: boolean }>(
        `select id, seqs, state = 'bounced' as bounced from delivery
         where conversation_id = $1 and state in ('sending', 'accepted', 'ambiguous', 'bounced') order by created_at, id`,
        [id],
      );
      return found.rows.map((row) => ({
        deliveryId: deliveryId(row.id),
        seqs: row.seqs.map(seq),
        hasBounced: row.bounced,
      }));
    },
    async loadSentTexts(id) {
      const found = await db.query<{ sent_text: string }>(
        `select sent_text from delivery where conversation_id = $1 and sent_text is not null
         order by created_at desc limit 20`,
        [id],
      );
      return found.rows.map((row) => row.sent_text);
    },
    async findSupportAddress(address) {
      const found = await db.query<{ brand_id: string }>("select brand_id from support_address where address = $1", [
        address.toLowerCase(),
      ]);
      const [row] = found.rows;
      return row === undefined ? null : brandId(row.brand_id);
    },
    async isAgentAddress(address) {
      const found = await db.query("select 1 from agent where email = $1", [address.toLowerCase()]);
      return found.rowCount === 1;
    },
    ...counts(db),
  };
}
