/** Waking jobs: each is added, or moved to an earlier time. */
import type { NewJob } from "../../ports/job-tx.ts";
import { askedRows } from "./tx/asked-rows.ts";
import { toldTogether } from "./tx/asked-together.ts";

/**
 * What a wake does to the job that there is: earlier, never later. While somebody runs it `due_at` is the end of their
 * lease until the first wake, and `version` tells them that it must run again. A dead one begins anew. `scheduledAt`:
 * SQL for when one that waits is run at the latest.
 */
export const onConflictWake = (scheduledAt: string): string => `on conflict (kind, key) do update set
  due_at = case when job.dead_at is not null or job.due_at = job.lease_until then excluded.due_at
                else least(job.due_at, ${scheduledAt}) end,
  attempts = case when job.dead_at is null then job.attempts else 0 end,
  version = job.version + 1, dead_at = null`;

/** A job that gets this id where it is added. */
type Woken = NewJob & { readonly id: string };

const WOKEN = askedRows<Woken>({
  id: ["uuid", ({ id }) => id],
  kind: ["text", ({ kind }) => kind],
  key: ["text", ({ key }) => key],
  payload: ["jsonb", ({ payload }) => JSON.stringify(payload)],
  due_at: ["bigint", ({ dueAt }) => dueAt],
  scheduled_at: ["bigint", (job) => scheduledAt(job)],
});

const SCHEDULED_AT = "(select scheduled_at from asked where asked.kind = excluded.kind and asked.key = excluded.key)";

/** Adds or moves a job. */
export const wakeJob = toldTogether((db, jobs: readonly Woken[]) =>
  db.query({
    name: "wake-jobs",
    text: `with asked as materialized (select * from ${WOKEN.sql})
           insert into job (id, kind, key, payload, due_at)
             select id, kind, key, payload, due_at from asked order by kind, key
           ${onConflictWake(SCHEDULED_AT)}`,
    values: WOKEN.values(eachOnce(jobs)),
  }),
);

/** A statement moves a job once. */
function eachOnce(jobs: readonly Woken[]): readonly Woken[] {
  const woken = new Map<string, Woken>();
  for (const job of jobs) {
    const name = `${job.kind} ${job.key}`;
    const before = woken.get(name);
    woken.set(name, before === undefined ? job : earlierOf(before, job));
  }
  return [...woken.values()];
}

const earlierOf = (before: Woken, job: Woken): Woken => ({
  ...before,
  dueAt: job.dueAt < before.dueAt ? job.dueAt : before.dueAt,
  scheduledAt: scheduledAt(job) < scheduledAt(before) ? scheduledAt(job) : scheduledAt(before),
});

const scheduledAt = (job: NewJob): NonNullable<NewJob["scheduledAt"]> => job.scheduledAt ?? job.dueAt;
