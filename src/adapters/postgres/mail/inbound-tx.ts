/** Mail that came in: raw bytes first, what it meant afterwards. */
import { brandId, type ConversationId, deliveryId, inboundMailId, instant, type Seq } from "../../../domain/ids.ts";
import type { InboundTx } from "../../../ports/mail/inbound-tx.ts";
import { lock as lockConversation } from "../conversation/locking.ts";
import { findBlocks } from "../people/find-blocks.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import type { Rings } from "../rings.ts";
import { holdsKeyAlone, lockMail, settle, store } from "./mail-rows.ts";
import { isAgentAddress, loadTraffic } from "./traffic.ts";

export function inboundTx(db: TxConnection, rings: Pick<Rings, "triage">): InboundTx {
  return {
    store: (mail) => store(db, mail),
    lock: (id, key) => lock(db, id, key),
    async settle(id, outcome) {
      await settle(db, { id, outcome });
      if (outcome.state === "triage") rings.triage();
    },
    ...triaged(db, rings),
    findUndecided: (id, at) => findUndecided(db, id, at),
    ...matching(db),
  };
}

function triaged(db: TxConnection, rings: Pick<Rings, "triage">): Pick<InboundTx, "findTriaged" | "decide"> {
  return {
    async findTriaged(id) {
      const found = await db.query<{ from_address: string | null }>(
        "select from_address from inbound_mail where id = $1 and state = 'triage' for no key update",
        [id],
      );
      return found.rows[0]?.from_address ?? null;
    },
    async decide(id, place) {
      await db.send(
        "update inbound_mail set state = $2, because = $3, conversation_id = $4, delivery_id = $5 where id = $1",
        [id, place.state, place.because, place.conversationId, place.deliveryId],
      );
      rings.triage();
    },
  };
}

async function lock(db: TxConnection, ...[id, key]: Parameters<InboundTx["lock"]>): ReturnType<InboundTx["lock"]> {
  // In this order: two copies that are read at the same moment queue up at the first, instead of the second of them
  // breaking on the index, and look for each other once the key is theirs.
  const [state, isFirst] = await Promise.all([
    lockMail(db, { id, key }),
    key === null || holdsKeyAlone(db, { id, key }),
  ]);
  return state === null ? null : { state, isFirst };
}

async function lockForAnswer(
  db: TxConnection,
  ...[id, from, since]: Parameters<InboundTx["lockForAnswer"]>
): ReturnType<InboundTx["lockForAnswer"]> {
  // In this order: mails and blocks are those that there are once the conversation is locked.
  const [locked, traffic, blocked] = await Promise.all([
    id === null ? null : lockConversation(db, id),
    id === null ? null : loadTraffic(db, { id, since }),
    from === null ? NOT_BLOCKED : findBlocks(db, { from, id }),
  ]);
  return { place: locked === null || traffic === null ? null : { locked, traffic }, blocked };
}

const NOT_BLOCKED = { sender: false, person: false };

interface UndecidedRow {
  readonly another_sender: string;
  readonly author_name: string | null;
  readonly posted_at: number;
  readonly mail_id: string;
  readonly delivery_id: string | null;
}

async function findUndecided(db: TxConnection, id: ConversationId, at: Seq): ReturnType<InboundTx["findUndecided"]> {
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

type Matching = Pick<
  InboundTx,
  "lockForAnswer" | "loadTraffic" | "findBrand" | "isSupportDomain" | "isAgentAddress" | "countBegun"
>;

function matching(db: TxConnection): Matching {
  return {
    lockForAnswer: (id, from, since) => lockForAnswer(db, id, from, since),
    loadTraffic: (id, since) => loadTraffic(db, { id, since }),
    async findBrand(addresses) {
      const found = await db.query<{ brand_id: string }>(
        `select brand_id from support_address where address = any($1::text[])
         order by array_position($1::text[], address) limit 1`,
        [addresses.map((address) => address.toLowerCase())],
      );
      const [row] = found.rows;
      return row === undefined ? null : brandId(row.brand_id);
    },
    async isSupportDomain(domain) {
      const found = await db.query("select 1 from support_address where split_part(address, '@', 2) = $1 limit 1", [
        domain,
      ]);
      return found.rowCount === 1;
    },
    isAgentAddress: (address) => isAgentAddress(db, address.toLowerCase()),
    async countBegun(from, since) {
      const found = await db.query<{ mails: number }>(
        `select count(*) as mails from inbound_mail left join conversation on conversation.id = conversation_id
         where because = 'new-conversation' and received_at > $2
           and lower(coalesce(conversation.address, from_address)) = lower($1)`,
        [from, since],
      );
      return found.rows[0]?.mails ?? 0;
    },
  };
}
