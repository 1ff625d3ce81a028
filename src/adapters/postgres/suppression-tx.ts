import type { SuppressionTx } from "../../ports/suppression-tx.ts";
import type { TxConnection } from "./tx-connection.ts";

export function suppressionTx(db: TxConnection): SuppressionTx {
  return {
    async suppress(address, because, detail, now) {
      await db.send(
        `insert into suppression (address, because, detail, at) values ($1, $2, $3, $4) on conflict (address) do nothing`,
        [address, because, detail, now],
      );
    },
    async liftBounce(address) {
      await db.query("delete from suppression where address = $1 and because = 'bounced'", [address]);
    },
  };
}
