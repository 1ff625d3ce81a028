/** As whom the application is in its database. */
import type { Queryable } from "../adapters/postgres/pool.ts";
import type { Finding } from "./doctor.ts";

/** A superuser reads files of the database's machine and runs programs there: more than an application should be able to. */
export async function examineRole(db: Queryable): Promise<readonly Finding[]> {
  const found = await db.query<{ role: string; super: boolean }>(
    `select rolname as role, rolsuper as super from pg_roles where rolname = current_user`,
  );
  return found.rows.map(({ role, super: isSuperuser }) =>
    isSuperuser
      ? { state: "note", text: `${role} is a superuser of PostgreSQL. ${CURE}` }
      : { state: "good", text: `${role} is an ordinary role of PostgreSQL` },
  );
}

const CURE =
  "An ordinary role that owns its database is enough: make one (docs/operations.md), and name it in DATABASE_URL.";
