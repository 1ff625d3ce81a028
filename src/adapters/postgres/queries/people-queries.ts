import type { Colleague } from "../../../../contract/people/account.ts";
import type { TeamMember } from "../../../../contract/people/team-members.ts";
import type { AgentSession } from "../../../../contract/sessions/agent-sessions.ts";
import { agentId } from "../../../domain/ids.ts";
import { type Device, deviceOf } from "../../../domain/sessions/device.ts";
import { idleSince } from "../../../domain/sessions/session.ts";
import type { Role } from "../../../domain/people/roles.ts";
import type { MyView, PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Pool } from "../pool.ts";
import { SHOWN_PRESENCE } from "../people/shown-presence.ts";
import { findSession } from "../sessions/find-session.ts";

type SessionRow = Omit<AgentSession, keyof Device> & { readonly user_agent: string | null };

export function peopleQueries(pool: Pool): PeopleQueries {
  return {
    async findAgent(tokenHash, now) {
      const found = await pool.query<{ id: string; name: string; role: Role; chat_access: boolean }>({
        name: "agent-by-session",
        text: `select agent.id, agent.name, agent.role, agent.chat_access
               from agent_session join agent on agent.id = agent_session.agent_id
               where token_hash = $1 and expires_at > $2 and last_used_at > $3 and agent.active`,
        values: [Buffer.from(tokenHash), now, idleSince(now)],
      });
      const [row] = found.rows;
      if (row === undefined) return null;
      return { id: agentId(row.id), name: row.name, role: row.role, chatAccess: row.chat_access };
    },
    findSession: (tokenHash, now) => findSession(pool, tokenHash, now),
    async setUp() {
      const found = await pool.query<{ has_admin: boolean; account_name: string | null }>(
        `select exists (select 1 from agent where role = 'admin' and active) as has_admin,
           (select name from account) as account_name`,
      );
      const [row] = found.rows;
      return { hasAdmin: row?.has_admin ?? false, accountName: row?.account_name ?? "" };
    },
    async sessions(agent, asking, now) {
      const found = await pool.query<SessionRow>(
        `select id, user_agent, network, created_at as "openedAt", last_used_at as "lastUsedAt",
           token_hash = $2 as "isThis"
         from agent_session where agent_id = $1 and expires_at > $3 and last_used_at > $4
         order by token_hash = $2 desc, last_used_at desc, id`,
        [agent.id, Buffer.from(asking), now, idleSince(now)],
      );
      return found.rows.map(({ user_agent, ...row }) => ({ ...row, ...deviceOf(user_agent) }));
    },
    async me(agent) {
      const found = await pool.query<MyView>({
        name: "me",
        text: `select agent.id, agent.name, public_name as "publicName", photo, email, role, chat_access as "chatAccess", presence, locale,
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
        text: `select id, name, ${SHOWN_PRESENCE} as presence, chat_access as "chatAccess" from agent
               where active and role <> 'light-agent' order by lower(name), id`,
      });
      return found.rows;
    },
    photos: () => photos(pool),
    teamMembers: () => teamMembers(pool),
  };
}

async function photos(pool: Pool): ReturnType<PeopleQueries["photos"]> {
  const found = await pool.query<{ id: string; photo: string }>({
    name: "photos",
    text: "select id, photo from agent where photo is not null order by id",
  });
  return found.rows;
}

async function teamMembers(pool: Pool): Promise<readonly TeamMember[]> {
  const found = await pool.query<TeamMember>(
    `select id, name, email, role, chat_access as "chatAccess", active, ${SHOWN_PRESENCE} as presence, photo
     from agent order by active desc, lower(name), id`,
  );
  return found.rows;
}
