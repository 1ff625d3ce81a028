/** The role that the application is in its database: its owner, and nothing beyond it. */
import pg from "pg";
import { SUPERUSER } from "./cluster.ts";

/** What `pg` needs to connect: a Unix socket, no password, since only the folder's owner can reach it. */
export interface EmbeddedConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly ssl: false;
}

/** The superuser made the cluster and cannot be made an ordinary role: so the application is another one. */
export const APPLICATION_ROLE = "ariane_app";

/** Could neither read files of the machine nor run programs on it, nor become somebody who can. */
const ORDINARY = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls";

/**
 * Makes the role and its database where they are missing, and hands over what the superuser still owns: a folder of before
 * has all of it. Done at each start, by the superuser, who is not used for anything else. Safe to repeat.
 */
export async function handOver({ database, ...server }: EmbeddedConnection): Promise<void> {
  await asSuperuser({ ...server, database: "postgres" }, async (client) => {
    const roles = await client.query("select 1 from pg_roles where rolname = $1", [APPLICATION_ROLE]);
    if (roles.rowCount === 0) await client.query(`create role ${APPLICATION_ROLE} ${ORDINARY}`);
    const databases = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (databases.rowCount === 0) await client.query(`create database ${database} owner ${APPLICATION_ROLE}`);
    else await client.query(`alter database ${database} owner to ${APPLICATION_ROLE}`);
  });
  await asSuperuser({ ...server, database }, async (client) => {
    const { rows } = await client.query<{ thing: string }>(NOT_YET_ITS_OWN, [SUPERUSER]);
    // One statement, so one transaction: all of it is handed over, or nothing.
    await client.query(rows.map(({ thing }) => `alter ${thing} owner to ${APPLICATION_ROLE};`).join("\n"));
  });
}

/** Sequences of a column, and types of a table, go with their table. */
const NOT_YET_ITS_OWN = `
select case relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end || ' ' || oid::regclass as thing
from pg_class
where relnamespace = 'public'::regnamespace and relowner = $1::regrole and relkind in ('r', 'p', 'v', 'S')
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype in ('a', 'i'))
union all
select case typtype when 'd' then 'domain' else 'type' end || ' ' || oid::regtype
from pg_type where typnamespace = 'public'::regnamespace and typowner = $1::regrole and typtype in ('d', 'e')
union all
select 'routine ' || oid::regprocedure
from pg_proc where pronamespace = 'public'::regnamespace and proowner = $1::regrole`;

async function asSuperuser(connection: EmbeddedConnection, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ ...connection, user: SUPERUSER });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
