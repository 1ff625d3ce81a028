/** Whether the relay lets us in. */
import type { RelayTrouble } from "../../../../contract/health/health.ts";
import type { Queryable } from "../pool.ts";

/**
 * What the relay said when it last did not let us in, as long as no mail has left since. A mail waits because of the relay,
 * not of the recipient, where no answer came at all, or a final one that does not end the mail: greeting, TLS, sign-in.
 */
export async function loadRelayTrouble(db: Queryable): Promise<RelayTrouble | null> {
  const found = await db.query<RelayTrouble>(
    `select coalesce(reply, '') as said, ended_at as at
     from delivery join delivery_attempt on delivery_id = delivery.id and number = delivery.attempts
     where state in ('queued', 'deferred', 'ambiguous') and outcome = 'deferred' and (code is null or code >= 500)
       and not exists (select from delivery as later where later.state = 'accepted' and later.settled_at > ended_at)
     order by ended_at desc limit 1`,
  );
  return found.rows[0] ?? null;
}
