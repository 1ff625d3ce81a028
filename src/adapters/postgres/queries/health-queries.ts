/** Health: what became of the week's replies, deliveries, jobs that died. */
import { DAY, type Instant } from "../../../domain/ids.ts";
import type { DeadJobs, HealthQueries, HealthView } from "../../../ports/queries/health-queries.ts";
import type { Pool } from "../pool.ts";
import { type GrantedDoor, loadSignIns } from "./sign-in-queries.ts";

const LIST_AT_MOST = 100;
const WEEK = 7 * DAY;

/** `grantedDoors`: those of this process that sign in by OAuth, now. */
export function healthQueries(pool: Pool, grantedDoors: () => readonly GrantedDoor[] = () => []): HealthQueries {
  return { health: (_admin, now) => loadHealth(pool, grantedDoors(), now) };
}

async function loadHealth(pool: Pool, doors: readonly GrantedDoor[], now: Instant): Promise<HealthView> {
  return {
    signIns: await loadSignIns(pool, doors),
    week: await loadWeek(pool, now),
    deadJobs: await loadDeadJobs(pool),
    deliveries: await loadDeliveries(pool),
  };
}

export function deadJobs(pool: Pool): DeadJobs {
  return {
    async retry(_admin, id, now) {
      const revived = await pool.query(
        `update job set dead_at = null, attempts = 0, due_at = $2, lease_until = null, lease_token = null, leased_by = null,
           version = version + 1
         where id = $1 and dead_at is not null`,
        [id, now],
      );
      return revived.rowCount === 1;
    },
  };
}

async function loadWeek(pool: Pool, now: Instant): Promise<HealthView["week"]> {
  const found = await pool.query<HealthView["week"]>(
    `select count(*) as waited, count(*) filter (where fate = 'read') as "readOnSite",
       count(*) filter (where mailed_at is not null) as mailed,
       count(*) filter (where fate = 'answered') as "answeredByMail",
       count(*) filter (where fate = 'bounced') as bounced
     from message where fate is not null and deleted_at is null and posted_at > $1`,
    [now - WEEK],
  );
  return found.rows[0] ?? { waited: 0, readOnSite: 0, mailed: 0, answeredByMail: 0, bounced: 0 };
}

async function loadDeadJobs(pool: Pool): Promise<HealthView["deadJobs"]> {
  const found = await pool.query<HealthView["deadJobs"][number]>(
    `select id, kind, dead_at as "diedAt", coalesce(last_error, '') as error, attempts
     from job where dead_at is not null order by dead_at desc, id limit ${LIST_AT_MOST}`,
  );
  return found.rows;
}

async function loadDeliveries(pool: Pool): Promise<HealthView["deliveries"]> {
  const found = await pool.query<HealthView["deliveries"][number]>(
    `select id, conversation_id as "conversationId", recipient as "to", state, created_at as "createdAt",
       (select reply from delivery_attempt where delivery_id = delivery.id and reply is not null
        order by number desc limit 1) as "lastReply"
     from delivery order by created_at desc, id desc limit ${LIST_AT_MOST}`,
  );
  return found.rows;
}
