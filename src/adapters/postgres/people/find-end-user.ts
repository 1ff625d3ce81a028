import type { EndUser } from "../../../domain/people/end-user.ts";
import type { EndUserId } from "../../../domain/ids.ts";
import type { Queryable } from "../pool.ts";
import { askedTogether } from "../tx/asked-together.ts";

const END_USER = `id, name, locale, time_zone as "timeZone",
  exists (select 1 from blocked_sender where end_user_id = end_user.id) as blocked`;

/** `by.id`: SQL for their id, made of the statement's one value; `by.name` tells its statements apart. */
export async function findEndUser(
  db: Queryable,
  by: { readonly name: string; readonly id: string },
  value: string,
): Promise<EndUser | null> {
  const found = await db.query<EndUser>({
    name: `end-user-${by.name}`,
    text: `select ${END_USER} from end_user where id = ${by.id}`,
    values: [value],
  });
  return found.rows[0] ?? null;
}

/** By their id, in a transaction. */
export const askEndUser = askedTogether(async (db, ids: readonly EndUserId[]) => {
  const found = await db.query<EndUser>({
    name: "end-users-by-id",
    text: `select ${END_USER} from end_user where id = any($1)`,
    values: [ids],
  });
  const users = new Map(found.rows.map((user) => [user.id, user]));
  return ids.map((id) => users.get(id) ?? null);
});
