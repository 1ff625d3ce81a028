import { type AgentId, agentId } from "../../../domain/ids.ts";
import type { PasswordResetTx } from "../../../ports/passwords/password-reset-tx.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function passwordResetTx(db: TxConnection): PasswordResetTx {
  return {
    async insert(reset) {
      await db.send(
        "insert into password_reset (token_hash, agent_id, created_at, expires_at) values ($1, $2, $3, $4)",
        [Buffer.from(reset.tokenHash), reset.agentId, reset.now, reset.expiresAt],
      );
    },
    async find(tokenHash, now) {
      const sql = "select agent_id from password_reset where token_hash = $1 and expires_at > $2";
      return idOf(await db.query<{ agent_id: string }>(sql, [Buffer.from(tokenHash), now]));
    },
    async take(tokenHash, now) {
      const sql = "delete from password_reset where token_hash = $1 and expires_at > $2 returning agent_id";
      return idOf(await db.query<{ agent_id: string }>(sql, [Buffer.from(tokenHash), now]));
    },
    async forget(id, now) {
      await db.send("delete from password_reset where agent_id = $1 or expires_at <= $2", [id, now]);
    },
  };
}

const idOf = ({ rows: [row] }: { readonly rows: readonly { readonly agent_id: string }[] }): AgentId | null =>
  row === undefined ? null : agentId(row.agent_id);
