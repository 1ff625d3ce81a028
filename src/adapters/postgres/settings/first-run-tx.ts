/** Whether the account is a demo, and who may make the first admin. */
import { agentId } from "../../../domain/ids.ts";
import type { FirstRunTx } from "../../../ports/settings/first-run-tx.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function firstRunTx(db: TxConnection, rings: Rings): FirstRunTx {
  return {
    async isDemo() {
      const found = await db.query<{ is_demo: boolean }>("select is_demo from account");
      return found.rows[0]?.is_demo ?? false;
    },
    async markDemo(isDemo) {
      await db.send("update account set is_demo = $1", [isDemo]);
    },
    async deactivateEverybody() {
      const gone = await db.query<{ id: string }>(
        "update agent set active = false, presence = 'offline' where active returning id",
      );
      rings.settings();
      return gone.rows.map(({ id }) => agentId(id));
    },
    async addCode(codeHash, now) {
      await db.send("insert into first_admin_code (code_hash, made_at) values ($1, $2)", [Buffer.from(codeHash), now]);
    },
    async knowsCode(codeHash) {
      const found = await db.query("select 1 from first_admin_code where code_hash = $1", [Buffer.from(codeHash)]);
      return found.rowCount === 1;
    },
    async forgetCodes() {
      await db.send("delete from first_admin_code", []);
    },
  };
}
