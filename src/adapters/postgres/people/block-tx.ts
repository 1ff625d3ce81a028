/** Whom agents have blocked, and what was kept out meanwhile. */
import { blockId, conversationId, endUserId, instant, seq } from "../../../domain/ids.ts";
import type { BlockTx } from "../../../ports/people/block-tx.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function blockTx(db: TxConnection, rings: Pick<Rings, "triage">): BlockTx {
  return {
    async insert(block) {
      await db.send(
        // The address of a person may be blocked already, by itself or with another person.
        `insert into blocked_sender (id, end_user_id, sender, because, blocked_by, at)
         select $1::uuid, $2::uuid,
           case when $2::uuid is null or not exists (select 1 from blocked_sender where sender = $3) then $3::text end,
           $4::text, $5::uuid, $6::bigint
         on conflict do nothing`,
        [block.id, block.endUserId, block.sender, block.because, block.by, block.at],
      );
    },
    async find(id) {
      const found = await db.query<{ end_user_id: string | null; sender: string | null }>(
        "select end_user_id, sender from blocked_sender where id = $1 for update",
        [id],
      );
      const [row] = found.rows;
      if (row === undefined) return null;
      return {
        id: blockId(id),
        endUserId: row.end_user_id === null ? null : endUserId(row.end_user_id),
        sender: row.sender,
      };
    },
    async remove(id) {
      await db.send("delete from blocked_sender where id = $1", [id]);
    },
    ...keptOut(db, rings),
  };
}

function keptOut(
  db: TxConnection,
  rings: Pick<Rings, "triage">,
): Pick<BlockTx, "loadConversations" | "loadMuted" | "returnMails"> {
  return {
    async loadConversations(id) {
      const found = await db.query<{ id: string }>("select id from conversation where end_user_id = $1 order by id", [
        id,
      ]);
      return found.rows.map((row) => conversationId(row.id));
    },
    async loadMuted(id) {
      const found = await db.query<{ seq: number; posted_at: number }>(
        "select seq, posted_at from message where conversation_id = $1 and visibility = 'muted' order by seq",
        [id],
      );
      return found.rows.map((row) => ({ seq: seq(row.seq), postedAt: instant(row.posted_at) }));
    },
    async returnMails({ endUserId: person, sender }) {
      await db.send(
        `update inbound_mail set state = 'triage'
         where state = 'ignored' and because = 'blocked-sender'
           and exists (select from raw_mail where inbound_mail_id = inbound_mail.id) and (
           lower(from_address) = $1
           or starts_with($1, '@') and (lower(from_address) like '%' || $1 or lower(from_address) like '%@%.' || substr($1, 2))
           or conversation_id in (select id from conversation where end_user_id = $2))`,
        [sender, person],
      );
      rings.triage();
    },
  };
}
