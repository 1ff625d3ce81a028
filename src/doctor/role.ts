/** As whom the application is in its database. */
import type { Queryable } from "../adapters/postgres/pool.ts";
import { DatabaseTrouble } from "../ports/database-trouble.ts";
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

/** Everything that is asked of the database, as long as it answers: what it said where it does not is the last finding. */
export async function examineDatabase(looks: readonly (() => Promise<void>)[]): Promise<readonly Finding[]> {
  try {
    for (const look of looks) await look();
    return [];
  } catch (error) {
    if (error instanceof DatabaseTrouble) return [{ state: "bad", text: error.message }];
    throw error;
  }
}
