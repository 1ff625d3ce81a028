import { agentId as toAgentId } from "../../../domain/ids.ts";
import type { AgentSessionTx, WhichSessions } from "../../../ports/sessions/agent-session-tx.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function agentSessionTx(db: TxConnection, rings: Rings): AgentSessionTx {
  return {
    async open({ id, tokenHash, agentId, from, now, expiresAt }) {
      await db.send(
        `insert into agent_session (id, token_hash, agent_id, network, user_agent, created_at, last_used_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7)`,
        [id, Buffer.from(tokenHash), agentId, from?.network, from?.userAgent, now, expiresAt],
      );
    },
    async end(which) {
      const [condition, values] = conditionOf(which);
      const ended = await db.query<{ id: string; name: string }>(
        `delete from agent_session using agent where agent.id = agent_id and ${condition} returning agent.id, agent.name`,
        [...values],
      );
      rings.settings();
      return ended.rows.map(({ id, name }) => ({ id: toAgentId(id), name }));
    },
  };
}

function conditionOf(which: WhichSessions): readonly [string, readonly unknown[]] {
  if ("tokenHash" in which) return ["token_hash = $1", [Buffer.from(which.tokenHash)]];
  if ("id" in which) return ["agent_id = $1 and agent_session.id = $2", [which.agentId, which.id]];
  const { agentId, allBut } = which;
  return allBut === null
    ? ["agent_id = $1", [agentId]]
    : ["agent_id = $1 and token_hash <> $2", [agentId, Buffer.from(allBut)]];
}
