/** End users, team members and their sessions. */
import { agentId, locale } from "../../../domain/ids.ts";
import type { Role } from "../../../domain/people/roles.ts";
import type { PeopleTx } from "../../../ports/people/people-tx.ts";
import type { Agent } from "../../../domain/people/agent.ts";
import { findSession } from "../sessions/find-session.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { askEndUser, findEndUser } from "./find-end-user.ts";
import { SHOWN_PRESENCE } from "./shown-presence.ts";
import type { Rings } from "../rings.ts";

export function peopleTx(db: TxConnection, rings: Rings): PeopleTx {
  return { ...endUsers(db, rings), ...agents(db, rings) };
}

const HELD_OWNER = "(select end_user_id from widget_session where id = $1 and revoked_at is null for share)";

type EndUsers = Pick<
  PeopleTx,
  "insertEndUser" | "mustFindEndUser" | "holdOwner" | "insertSession" | "findSession" | "revokeSession"
>;

function endUsers(db: TxConnection, rings: Rings): EndUsers {
  return {
    async insertEndUser(user) {
      await db.send(
        `insert into end_user (id, name, locale, locale_source, time_zone, created_at) values ($1, $2, $3, $4, $5, $6)`,
        [user.id, user.name, user.locale, user.localeSource, user.timeZone, user.createdAt],
      );
    },
    async mustFindEndUser(id) {
      const user = await askEndUser(db, id);
      if (user === null) throw new Error(`end user ${id} is not there`);
      return user;
    },
    holdOwner: (id) => findEndUser(db, { name: "of-session", id: HELD_OWNER }, id),
    async insertSession(session) {
      await db.send(
        `insert into widget_session (id, token_hash, end_user_id, brand_id, created_at, last_used_at, expires_at, link)
         values ($1, $2, $3, $4, $5, $5, $6, $7)`,
        [
          session.id,
          Buffer.from(session.tokenHash),
          session.endUserId,
          session.brandId,
          session.now,
          session.expiresAt,
          session.link === undefined ? null : Buffer.from(session.link),
        ],
      );
    },
    findSession: (tokenHash, now) => findSession(db, tokenHash, now),
    async revokeSession(id, now) {
      await db.send("update widget_session set revoked_at = $2 where id = $1", [id, now]);
      rings.sessionEnded(id);
    },
  };
}

interface AgentTableRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password_hash: string;
  readonly role: Role;
  readonly chat_access: boolean;
  readonly active: boolean;
  readonly presence: Agent["presence"];
  readonly locale: string;
  readonly public_name: string | null;
  readonly photo: string | null;
}

type Agents = Pick<
  PeopleTx,
  "insertAgent" | "findAgent" | "lendHash" | "lockAgent" | "updateAgent" | "countActiveAdmins"
>;

function agents(db: TxConnection, rings: Rings): Agents {
  return {
    async insertAgent(agent) {
      await db.send(
        `insert into agent (id, name, email, password_hash, role, chat_access, locale, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          agent.id,
          agent.name,
          agent.email,
          agent.passwordHash,
          agent.role,
          agent.chatAccess,
          agent.locale,
          agent.createdAt,
        ],
      );
      rings.settings();
    },
    findAgent: (by) =>
      "id" in by ? findAgent(db, "id = $1", by.id) : findAgent(db, "email = $1", by.email.toLowerCase()),
    async lendHash(email) {
      const sql = "select password_hash from agent order by md5(id::text || $1), id limit 1";
      const { rows } = await db.query<{ password_hash: string }>(sql, [email.toLowerCase()]);
      return rows[0]?.password_hash ?? null;
    },
    lockAgent: (id) => findAgent(db, "id = $1 for share", id),
    async updateAgent(id, change) {
      await db.send(
        `update agent set name = coalesce($2, name), role = coalesce($3, role), chat_access = coalesce($4, chat_access),
           active = coalesce($5, active), presence = coalesce($6, presence), locale = coalesce($7, locale),
           password_hash = coalesce($8, password_hash), public_name = case when $10 then $9 else public_name end
         where id = $1`,
        [
          id,
          change.name,
          change.role,
          change.chatAccess,
          change.active,
          change.presence,
          change.locale,
          change.passwordHash,
          change.publicName,
          change.publicName !== undefined,
        ],
      );
      rings.settings();
    },
    async countActiveAdmins() {
      const found = await db.query<{ count: number }>("select count(*) from agent where role = 'admin' and active");
      return found.rows[0]?.count ?? 0;
    },
  };
}

async function findAgent(db: TxConnection, condition: string, value: string): Promise<Agent | null> {
  const found = await db.query<AgentTableRow>(
    `select id, name, email, password_hash, role, chat_access, active, ${SHOWN_PRESENCE} as presence, locale, public_name, photo
     from agent where ${condition}`,
    [value],
  );
  const [row] = found.rows;
  return row === undefined ? null : toAgent(row);
}

const toAgent = (row: AgentTableRow): Agent => ({
  id: agentId(row.id),
  name: row.name,
  email: row.email,
  passwordHash: row.password_hash,
  role: row.role,
  chatAccess: row.chat_access,
  active: row.active,
  presence: row.presence,
  locale: locale(row.locale),
  publicName: row.public_name,
  photo: row.photo,
});
