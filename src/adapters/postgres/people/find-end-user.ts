import type { EndUser } from "../../../domain/people/end-user.ts";
import type { Queryable } from "../pool.ts";

/** `by.id`: SQL for their id, made of the statement's one value; `by.name` tells its statements apart. */
export async function findEndUser(
  db: Queryable,
  by: { readonly name: string; readonly id: string },
  value: string,
): Promise<EndUser | null> {
  const found = await db.query<EndUser>({
    name: `end-user-${by.name}`,
    text: `select id, name, locale, time_zone as "timeZone",
             exists (select 1 from blocked_sender where end_user_id = end_user.id) as blocked
           from end_user where id = ${by.id}`,
    values: [value],
  });
  return found.rows[0] ?? null;
}
