/** Health: what became of the week's replies, deliveries, jobs that died. */
import type { Health, Suppressions } from "../../../../contract/health/health.ts";
import { DAY, type Instant } from "../../../domain/ids.ts";
import type { HealthQueries } from "../../../ports/queries/health-queries.ts";
import type { Pool } from "../pool.ts";
import { type GrantedDoor, loadSignIns } from "./sign-in-queries.ts";

const LIST_AT_MOST = 100;
const OF_STATE_AT_MOST = 50;
const WEEK = 7 * DAY;
/** A mail that will be tried, for the first time or again. */
const WAITS = "state in ('queued', 'deferred', 'ambiguous')";

/** `grantedDoors`: those of this process that sign in by OAuth, now. */
export function healthQueries(pool: Pool, grantedDoors: () => readonly GrantedDoor[] = () => []): HealthQueries {
  return {
    health: (_admin, now) => loadHealth(pool, grantedDoors(), now),
    suppressions: (_admin, find) => loadSuppressions(pool, find),
  };
}

async function loadHealth(
  pool: Pool,
  doors: readonly GrantedDoor[],
  now: Instant,
): ReturnType<HealthQueries["health"]> {
  return {
    brakedAt: await loadBraked(pool, now),
    signIns: await loadSignIns(pool, doors),
    week: await loadWeek(pool, now),
    clockAhead: await loadClock(pool, now),
    relay: await loadRelay(pool),
    slowed: await loadSlowed(pool, now),
    deadJobs: await loadDeadJobs(pool),
    ...(await loadDay(pool, now)),
  };
}

/** The window that `edge/limits.ts` opens when the brake is pulled. */
async function loadBraked(pool: Pool, now: Instant): Promise<Health["brakedAt"]> {
  const found = await pool.query<{ opened_at: number }>(
    "select opened_at from rate_window where key = 'conversations-braked' and opened_at > $1",
    [now - DAY],
  );
  return found.rows[0]?.opened_at ?? null;
}

async function loadWeek(pool: Pool, now: Instant): Promise<Health["week"]> {
  const found = await pool.query<Health["week"]>(
    `select count(*) as waited, count(*) filter (where fate = 'read') as "readOnSite",
       count(*) filter (where mailed_at is not null) as mailed,
       count(*) filter (where fate = 'answered') as "answeredByMail",
       count(*) filter (where fate = 'bounced') as bounced
     from message where fate is not null and deleted_at is null and posted_at > $1`,
    [now - WEEK],
  );
  return found.rows[0] ?? { waited: 0, readOnSite: 0, mailed: 0, answeredByMail: 0, bounced: 0 };
}

async function loadDeadJobs(pool: Pool): Promise<Health["deadJobs"]> {
  const found = await pool.query<Health["deadJobs"][number]>(
    `select id, kind, dead_at as "diedAt", coalesce(last_error, '') as error, attempts
     from job where dead_at is not null order by dead_at desc, id limit ${LIST_AT_MOST}`,
  );
  return found.rows;
}

async function loadClock(pool: Pool, now: Instant): Promise<Health["clockAhead"]> {
  const found = await pool.query<{ clock_ahead: number }>(
    "select clock_ahead from process where until > $1 and clock_ahead <> 0 order by abs(clock_ahead) desc limit 1",
    [now],
  );
  return found.rows[0]?.clock_ahead ?? null;
}

async function loadRelay(pool: Pool): Promise<Health["relay"]> {
  const found = await pool.query<NonNullable<Health["relay"]>>(
    `select since, last_at as "lastAt", said, (select count(*) from delivery where relay_failed and ${WAITS}) as waiting
     from relay_trouble`,
  );
  return found.rows[0] ?? null;
}

async function loadSlowed(pool: Pool, now: Instant): Promise<Health["slowed"]> {
  const found = await pool.query<Health["slowed"][number]>(
    `select domain, not_before as until, step, because as said,
       (select count(*) from delivery where ${WAITS} and split_part(recipient, '@', 2) = domain) as waiting
     from domain_pace where not_before > $1 order by not_before desc, domain limit ${LIST_AT_MOST}`,
    [now],
  );
  return found.rows;
}

interface DayRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly recipient: string;
  readonly state: Health["deliveries"][number]["state"];
  readonly created_at: number;
  readonly last_reply: string | null;
  readonly of_state: number;
}

async function loadDay(pool: Pool, now: Instant): Promise<Pick<Health, "dayByState" | "deliveries">> {
  const found = await pool.query<DayRow>(
    `with day as (
       select id, conversation_id, recipient, state, created_at, count(*) over (partition by state) as of_state,
         row_number() over (partition by state order by created_at desc, id desc) as place
       from delivery where created_at > $1 or settled_at > $1 or state = 'sending' or ${WAITS})
     select id, conversation_id, recipient, state, created_at, of_state,
       (select reply from delivery_attempt where delivery_id = day.id and reply is not null
        order by number desc limit 1) as last_reply
     from day where place <= ${OF_STATE_AT_MOST} order by created_at desc, id desc`,
    [now - DAY],
  );
  const counts = new Map(found.rows.map((row) => [row.state, row.of_state]));
  return {
    dayByState: [...counts].map(([state, count]) => ({ state, count })),
    deliveries: found.rows.map((row) => ({
      id: row.id,
      conversationId: row.conversation_id,
      to: row.recipient,
      state: row.state,
      createdAt: row.created_at,
      lastReply: row.last_reply,
    })),
  };
}

async function loadSuppressions(pool: Pool, find: string): Promise<Suppressions> {
  const found = await pool.query<Suppressions["suppressions"][number] & { readonly total: number }>(
    `select address, because, detail, at, count(*) over () as total
     from suppression where position(lower($1) in lower(address)) > 0 order by at desc, address limit ${LIST_AT_MOST}`,
    [find],
  );
  return {
    total: found.rows[0]?.total ?? 0,
    suppressions: found.rows.map(({ total: _total, ...suppression }) => suppression),
  };
}
