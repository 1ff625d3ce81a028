import { UNREAD_FATES } from "../../../domain/continuity/fate.ts";
import { conversationId, type EmailAddress, instant } from "../../../domain/ids.ts";
import type { SuppressedBecause } from "../../../domain/continuity/delivery.ts";
import type { SuppressionTx } from "../../../ports/continuity/suppression-tx.ts";
import { toldTogether } from "../tx/asked-together.ts";
import type { Rings } from "../rings.ts";
import { revokeLinksTo } from "../sessions/link-tx.ts";
import { sqlWords } from "../sql-words.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function suppressionTx(db: TxConnection, rings: Rings): SuppressionTx {
  return {
    async suppress(address, because, detail, now) {
      await db.send(
        `insert into suppression (address, because, detail, at) values ($1, $2, $3, $4) on conflict (address) do nothing`,
        [address, because, detail, now],
      );
      await revokeLinksTo(db, rings, { recipient: address, at: now });
    },
    async hasBounced(address) {
      const found = await db.query("select 1 from suppression where address = $1 and because = 'bounced'", [address]);
      return found.rowCount === 1;
    },
    liftBounce: (address) => liftBounce(db, address),
    async lift(address) {
      const lifted = await db.query<{ because: SuppressedBecause; at: number }>(
        "delete from suppression where address = $1 returning because, at",
        [address],
      );
      const [row] = lifted.rows;
      return row === undefined ? null : { because: row.because, at: instant(row.at) };
    },
    async loadConcerned(address) {
      const found = await db.query<{ id: string }>(
        `select id from conversation
         where address = $1 and (address_state = 'bounced' or exists (
           select 1 from message where conversation_id = conversation.id
             and fate in (${sqlWords(UNREAD_FATES)}) and deleted_at is null))
         order by id`,
        [address],
      );
      return found.rows.map(({ id }) => conversationId(id));
    },
  };
}

const liftBounce = toldTogether((db, addresses: readonly EmailAddress[]) =>
  db.query({
    name: "lift-bounces",
    text: "delete from suppression where address = any($1) and because = 'bounced'",
    values: [addresses],
  }),
);
