/** Jobs: upsert by key moves one, SKIP LOCKED claims, a lease brings it back after a crash. */
import { instant, type Instant, jobId } from "../../domain/ids.ts";
import type { JobKind, JobQueue, JobTx, Lane, LeasedJob } from "../../ports/job-tx.ts";
import { askedRows } from "./tx/asked-rows.ts";
import { askedTogether, toldTogether } from "./tx/asked-together.ts";
import { gather } from "./gather.ts";
import { named } from "./named.ts";
import type { Pool, Queryable } from "./pool.ts";
import type { Rings } from "./rings.ts";
import type { TxConnection } from "./tx/tx-connection.ts";
import { wakeJob } from "./wake-job.ts";

/** Longer than the longest silence that SMTP allows after the final dot (10 min, RFC 5321 §4.5.3.2.6), and some. */
export const LEASE_FOR_MS = 15 * 60_000;

/**
 * A claim whose answer never came may have been carried out, or be so yet, once the network lets it through. A session that
 * hears nothing is ended after a minute (`FORSAKEN_MS`, pool.ts), a statement after 15 s: then it is over.
 */
const LOST_FOR_MS = 90_000;

/** Jobs that are taken off in one statement. */
const FINISHED_TOGETHER = 32;

const REMOVE = "delete from job where id = $1 and lease_token = $2 and version = $3";

export function jobTx(db: TxConnection, newId: () => string, rings: Pick<Rings, "wake">): JobTx {
  return {
    wake(job) {
      rings.wake(job.dueAt);
      return wakeJob(db, { ...job, id: newId() });
    },
    holdsLease: (job) => holdsLease(db, job),
    remove: (job) => removeJob(db, job),
    async revive(id, now) {
      const revived = await db.query<{ kind: JobKind }>(
        `update job set dead_at = null, attempts = 0, due_at = $2, lease_until = null, lease_token = null, leased_by = null,
           version = version + 1
         where id = $1 and dead_at is not null returning kind`,
        [id, now],
      );
      const [job] = revived.rows;
      if (job !== undefined) rings.wake(now);
      return job?.kind ?? null;
    },
    async cancel(kind, key) {
      await db.send("delete from job where kind = $1 and key = $2", [kind, key]);
    },
  };
}

/** True while the lease is ours; nobody else takes the job until the transaction ends. */
export const holdsLease = askedTogether(async (db, jobs: readonly LeasedJob[]) => {
  const held = await db.query<{ id: string }>({
    name: "hold-leases",
    text: `select job.id from job join ${HELD.sql} on job.id = asked.id and job.lease_token = asked.token
           order by job.id for no key update of job`,
    values: HELD.values(jobs),
  });
  const ids = new Set(held.rows.map(({ id }) => id));
  return jobs.map(({ id }) => ids.has(id));
});

const HELD = askedRows<LeasedJob>({
  id: ["uuid", ({ id }) => id],
  token: ["uuid", ({ leaseToken }) => leaseToken],
  version: ["int", ({ version }) => version],
});

const removeJob = toldTogether((db, jobs: readonly LeasedJob[]) =>
  db.query({
    name: "remove-jobs",
    text: `delete from job using ${HELD.sql}
           where job.id = asked.id and job.lease_token = asked.token and job.version = asked.version`,
    values: HELD.values(jobs),
  }),
);

interface JobRow {
  readonly id: string;
  readonly kind: JobKind;
  readonly key: string;
  readonly payload: Readonly<Record<string, string | number>>;
  readonly attempts: number;
  readonly lease_token: string;
  readonly version: number;
}

/** Free to be taken, now or later. Each lane has an index over exactly these. */
const OF_LANE: Readonly<Record<Lane, string>> = {
  post: "dead_at is null and kind in ('deliver-mail', 'self-test', 'mail-password-reset')",
  house: "dead_at is null and kind not in ('deliver-mail', 'self-test', 'mail-password-reset')",
};

const dueIn = (lane: Lane, limit: string): string => `
  select id from job where ${OF_LANE[lane]} and due_at <= $3 and (lease_until is null or lease_until <= $3)
  order by due_at limit ${limit} for update skip locked`;

/** Materialized: as plain subqueries the planner may run them once a row, and then it takes more than the limits. */
const CLAIM = `
with house as materialized (${dueIn("house", "$1")}), post as materialized (${dueIn("post", "$2")}),
due as (select id from house union all select id from post)
update job set lease_until = $3::bigint + ${LEASE_FOR_MS}, due_at = $3::bigint + ${LEASE_FOR_MS}, lease_token = $4,
  leased_by = $5, attempts = attempts + 1
from due where job.id = due.id
returning job.id, kind, key, payload, attempts, lease_token, version`;

/** What somebody runs is nobody else's business, woken or not; whoever died with a lease is found by the next poll. */
const nextOf = (lane: Lane): string =>
  `select due_at from job where ${OF_LANE[lane]} and lease_until is null order by due_at limit 1`;

/** `processId`: whose leases are freed when it lapses; null: they last to their end. */
export function createJobQueue(pool: Pool, newId: () => string, processId: string | null = null): JobQueue {
  const db = named(pool);
  const remove = gather((jobs: readonly LeasedJob[]) => removeFinished(db, jobs), FINISHED_TOGETHER);
  const lost = new Map<string, number>();
  return {
    async claim({ house, post }, now) {
      for (const [token, since] of lost) if (performance.now() - since > LOST_FOR_MS) lost.delete(token);
      if (lost.size > 0) await freeLost(db, { tokens: [...lost.keys()], processId, now });
      const token = newId();
      // Until its answer is here nobody runs what it took.
      lost.set(token, performance.now());
      const values = [house, post, now, token, processId];
      const claimed = await db.query<JobRow>({ name: "claim-jobs", text: CLAIM, values });
      lost.delete(token);
      return claimed.rows.map(toLeasedJob);
    },
    async finish(job, againAt) {
      if (againAt === null && ((await remove(job)) || (await removeAlone(db, job)))) return;
      await db.query(
        `update job set lease_until = null, lease_token = null, leased_by = null, attempts = 0,
           due_at = case when version = $3 then $4::bigint else least(due_at, $4::bigint) end
         where id = $1 and lease_token = $2`,
        [job.id, job.leaseToken, job.version, againAt],
      );
    },
    async fail(job, error, againAt, now) {
      await db.query(
        `update job set lease_until = null, lease_token = null, leased_by = null, last_error = $3,
           due_at = case when version = $6 then coalesce($4::bigint, $5::bigint) else least(due_at, $4::bigint) end,
           dead_at = case when $4::bigint is null and version = $6 then $5::bigint end
         where id = $1 and lease_token = $2`,
        [job.id, job.leaseToken, error, againAt, now, job.version],
      );
    },
    async giveBack(jobs, now) {
      await db.query(
        `update job set lease_until = null, lease_token = null, leased_by = null, due_at = least(due_at, $3),
           attempts = greatest(attempts - 1, 0)
         from unnest($1::uuid[], $2::uuid[]) as held (id, token) where job.id = held.id and lease_token = held.token`,
        [jobs.map(({ id }) => id), jobs.map(({ leaseToken }) => leaseToken), now],
      );
    },
    async nextDue(lanes) {
      const found = await db.query<{ due_at: number | null }>({
        name: "next-due-job",
        text: `select least(case when $1 then (${nextOf("house")}) end, case when $2 then (${nextOf("post")}) end) as due_at`,
        values: [lanes.includes("house"), lanes.includes("post")],
      });
      const dueAt = found.rows[0]?.due_at ?? null;
      return dueAt === null ? null : instant(dueAt);
    },
  };
}

interface Lost {
  /** Of claims; nobody runs what they took. */
  readonly tokens: readonly string[];
  readonly processId: string | null;
  readonly now: Instant;
}

/** What claims have taken whose answers were lost is due again at once, and that was no try. */
async function freeLost(db: Queryable, { tokens, processId, now }: Lost): Promise<void> {
  await db.query({
    name: "free-lost-claims",
    text: `update job set lease_until = null, lease_token = null, leased_by = null, due_at = least(due_at, $3),
             attempts = greatest(attempts - 1, 0)
           where leased_by = $1 and lease_token = any($2)`,
    values: [processId, tokens, now],
  });
}

/** Whoever only stood still may yet say within this what a mail server answered. */
const LATE_WORD_WITHIN_MS = 10_000;

/**
 * The jobs of processes that lapsed are due again at once; those that may be talking to a mail server a moment later: a
 * process that only stood still may yet say what it heard. Not those whose row somebody holds this moment: then somebody
 * lives.
 */
export async function freeLeases(db: Queryable, processIds: readonly string[], now: Instant): Promise<void> {
  await db.query(
    `with freed as materialized (
       select id, kind = 'self-test' or kind = 'deliver-mail' and exists (
           select 1 from delivery where delivery.id = (payload ->> 'deliveryId')::uuid and state = 'sending') as talks
       from job where leased_by = any($1) and lease_until > $2 for update of job skip locked)
     update job set
       lease_until = case when talks then least(lease_until, $3::bigint) end,
       due_at = case when talks and due_at = lease_until then least(due_at, $3::bigint)
                     when talks then due_at else least(due_at, $2) end,
       lease_token = case when talks then lease_token end, leased_by = case when talks then leased_by end
     from freed where job.id = freed.id`,
    [processIds, now, now + LATE_WORD_WITHIN_MS],
  );
}

/**
 * Which of these jobs were removed. Not those that were woken meanwhile, and those that somebody else holds this moment:
 * waiting for several rows in an order of our own could wait for one who waits for us.
 */
async function removeFinished(db: Queryable, jobs: readonly LeasedJob[]): Promise<readonly boolean[]> {
  const removed = await db.query<{ id: string }>({
    name: "remove-finished-jobs",
    text: `with finished as materialized (
             select job.id from job join unnest($1::uuid[], $2::uuid[], $3::int[]) as done (id, token, version)
               on job.id = done.id and job.lease_token = done.token and job.version = done.version
             for update of job skip locked)
           delete from job using finished where job.id = finished.id returning job.id`,
    values: [jobs.map(({ id }) => id), jobs.map(({ leaseToken }) => leaseToken), jobs.map(({ version }) => version)],
  });
  const ids = new Set(removed.rows.map(({ id }) => id));
  return jobs.map(({ id }) => ids.has(id));
}

/** Waits for whoever holds it. False: it was woken meanwhile, or is no longer ours. */
async function removeAlone(db: Queryable, job: LeasedJob): Promise<boolean> {
  const removed = await db.query(REMOVE, [job.id, job.leaseToken, job.version]);
  return removed.rowCount === 1;
}

const toLeasedJob = (row: JobRow): LeasedJob => ({
  id: jobId(row.id),
  kind: row.kind,
  key: row.key,
  payload: row.payload,
  attempts: row.attempts,
  leaseToken: row.lease_token,
  version: row.version,
});
