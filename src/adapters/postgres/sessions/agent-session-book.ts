import { USE_NOTED_EVERY } from "../../../domain/sessions/session.ts";
import type { AgentSessionBook } from "../../../ports/sessions/agent-session-tx.ts";
import type { Pool } from "../pool.ts";

export function agentSessionBook(pool: Pool): AgentSessionBook {
  return {
    async noteUse(tokenHash, now) {
      await pool.query({
        name: "note-use",
        text: "update agent_session set last_used_at = $2 where token_hash = $1 and last_used_at <= $3",
        values: [Buffer.from(tokenHash), now, now - USE_NOTED_EVERY],
      });
    },
  };
}
