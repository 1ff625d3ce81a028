import type { Colleague } from "../../../../contract/people/account.ts";
import { agentId } from "../../../domain/ids.ts";
import type { Role } from "../../../domain/people/roles.ts";
import type { MyView, PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Pool } from "../pool.ts";
import { findSession } from "../people/find-session.ts";

export function peopleQueries(pool: Pool): PeopleQueries {
  return {
    async findAgent(tokenHash, now) {
      const found = await pool.query<{ id: string; name: string; role: Role; chat_access: boolean }>({
        name: "agent-by-session",
        text: `select agent.id, agent.name, agent.role, agent.chat_access
               from agent_session join agent on agent.id = agent_session.agent_id
               where token_hash = $1 and expires_at > $2 and agent.active`,
        values: [Buffer.from(tokenHash), now],
      });
      const [row] = found.rows;
      if (row === undefined) return null;
      return { id: agentId(row.id), name: row.name, role: row.role, chatAccess: row.chat_access };
    },
    findSession: (tokenHash, now) => findSession(pool, tokenHash, now),
    async setUp() {
      const found = await pool.query<{ has_admin: boolean; account_name: string | null }>(
        `select exists (select 1 from agent where role = 'admin') as has_admin,
           (select name from account) as account_name`,
      );
      const [row] = found.rows;
      return { hasAdmin: row?.has_admin ?? false, accountName: row?.account_name ?? "" };
    },
    async me(agent) {
      const found = await pool.query<MyView>({
        name: "me",
        text: `select agent.id, agent.name, email, role, chat_access as "chatAccess", presence, locale,
                 jsonb_build_object('name', account.name, 'timeZone', time_zone,
                   'agentWorkspaceOn', agent_workspace_on, 'continuityOn', continuity_on) as account
               from agent, account where agent.id = $1`,
        values: [agent.id],
      });
      const [row] = found.rows;
      if (row === undefined) throw new Error(`agent ${agent.id} is signed in and not there`);
      return row;
    },
    async team() {
      const found = await pool.query<Colleague>({
        name: "team",
        text: `select id, name, presence, chat_access as "chatAccess" from agent
               where active and role <> 'light-agent' order by lower(name), id`,
      });
      return found.rows;
    },
  };
}
