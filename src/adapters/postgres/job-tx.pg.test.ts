import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { until } from "../../../test/support/until.ts";
import { emptyWorld, type EmptyWorld } from "../../../test/support/world.ts";
import { DAY, HOUR, type Instant, later, MINUTE, SECOND } from "../../domain/ids.ts";
import type { JobQueue, LeasedJob } from "../../ports/job-tx.ts";
import { createJobQueue, LEASE_FOR_MS } from "./job-tx.ts";

let world: EmptyWorld;
let queue: JobQueue;

beforeAll(async () => {
  world = await emptyWorld();
  queue = createJobQueue(world.database.pool, world.newId);
});
afterAll(() => world.dispose());
beforeEach(async () => {
  await world.database.pool.query("delete from job");
});

const isThere = async ({ id }: LeasedJob): Promise<boolean> =>
  (await world.database.pool.query("select 1 from job where id = $1", [id])).rowCount === 1;
const now = (): Instant => world.clock.now();
const wake = (dueAt: Instant, key = "one"): Promise<void> =>
  world.store.transaction((tx) => tx.jobs.wake({ kind: "check-continuity", key, payload: {}, dueAt }));

const dueAt = async (key: string) =>
  (await world.database.pool.query<{ due_at: number }>("select due_at from job where key = $1", [key])).rows[0]?.due_at;

/** A queue whose claims are lost: `before` they reach the database, or `after`; what it then sent can be sent late. */
function losing() {
  const { pool } = world.database;
  const late: (() => Promise<unknown>)[] = [];
  let where: "before" | "after" | null = null;
  const query = async (statement: { readonly name?: string; readonly text: string }, values?: unknown[]) => {
    const isLost = statement.name === "claim-jobs" && where !== null;
    if (isLost && where === "before") late.push(() => pool.query(statement, values));
    else {
      const answer = await pool.query(statement, values);
      if (!isLost) return answer;
    }
    throw new Error("no answer");
  };
  const lossy = createJobQueue(Object.assign(Object.create(pool), { query }), world.newId, world.newId());
  return {
    late,
    claim: () => lossy.claim({ house: 1, post: 1 }, now()),
    loses: (what: typeof where) => {
      where = what;
    },
  };
}

async function claimOne(): Promise<LeasedJob> {
  const [job] = await queue.claim({ house: 1, post: 1 }, now());
  if (job === undefined) throw new Error("nothing is due");
  return job;
}

describe("a wake", () => {
  test("moves a job earlier, never later", async () => {
    await wake(later(now(), MINUTE));
    await wake(later(now(), SECOND));
    await wake(later(now(), MINUTE));
    expect(await queue.nextDue(["house", "post"])).toBe(later(now(), SECOND));
  });

  test("during a run is not lost, and the earliest of several counts", async () => {
    await wake(now());
    const job = await claimOne();
    await wake(later(now(), SECOND));
    await wake(later(now(), MINUTE));
    await queue.finish(job, null);
    expect(await queue.nextDue(["house", "post"])).toBe(later(now(), SECOND));
  });

  test("during a run that puts itself off keeps the earlier of both", async () => {
    await wake(now());
    const job = await claimOne();
    await wake(later(now(), MINUTE));
    await queue.finish(job, later(now(), SECOND));
    expect(await queue.nextDue(["house", "post"])).toBe(later(now(), SECOND));
  });

  test("during the last failing run keeps the job alive", async () => {
    await wake(now());
    const job = await claimOne();
    await wake(later(now(), SECOND));
    await queue.fail(job, "broken", null, now());
    expect(await queue.nextDue(["house", "post"])).toBe(later(now(), SECOND));
  });

  test("that is less urgent for a scheduled job is as urgent as any for a new or a running one", async () => {
    const wakeForLater = (key: string): Promise<void> =>
      world.store.transaction((tx) =>
        tx.jobs.wake({
          kind: "check-continuity",
          key,
          payload: {},
          dueAt: later(now(), SECOND),
          scheduledAt: later(now(), HOUR),
        }),
      );
    await wake(later(now(), DAY), "scheduled");
    await wake(now(), "running");
    const running = await claimOne();
    for (const key of ["scheduled", "running", "new"]) await wakeForLater(key);
    await queue.finish(running, null);
    expect(await dueAt("scheduled")).toBe(later(now(), HOUR));
    expect(await dueAt("running")).toBe(later(now(), SECOND));
    expect(await dueAt("new")).toBe(later(now(), SECOND));
  });

  test("revives a dead job, with all its attempts", async () => {
    await wake(now());
    await queue.fail(await claimOne(), "broken", null, now());
    expect(await queue.nextDue(["house", "post"])).toBeNull();
    await wake(now());
    expect((await claimOne()).attempts).toBe(1);
  });
});

describe("a lease", () => {
  test("gives each job to one of two workers", async () => {
    for (let n = 0; n < 40; n += 1) await wake(now(), `job ${n}`);
    const taken = await Promise.all([
      queue.claim({ house: 30, post: 30 }, now()),
      queue.claim({ house: 30, post: 30 }, now()),
    ]);
    const keys = taken.flat().map((job) => job.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect((await queue.claim({ house: 40, post: 40 }, now())).length + keys.length).toBe(40);
  });

  test("brings the job back when it lapses, and leaves the first worker nothing to say", async () => {
    await wake(now());
    const first = await claimOne();
    world.clock.advance(LEASE_FOR_MS);
    const second = await claimOne();
    expect(second.attempts).toBe(2);
    const holds = (job: LeasedJob) => world.store.transaction((tx) => tx.jobs.holdsLease(job));
    expect([await holds(first), await holds(second)]).toEqual([false, true]);
    await queue.fail(first, "broken", now(), now());
    expect([await holds(second), await queue.nextDue(["house", "post"])]).toEqual([true, null]);
    await queue.finish(first, null);
    expect(await holds(second)).toBe(true);
    await queue.finish(second, null);
    expect(await queue.claim({ house: 1, post: 1 }, later(now(), MINUTE))).toEqual([]);
  });

  test("hides a job from the others, woken or not, so that nobody circles around it", async () => {
    await wake(now());
    const job = await claimOne();
    await wake(now());
    expect(await queue.claim({ house: 1, post: 1 }, now())).toEqual([]);
    expect(await queue.nextDue(["house", "post"])).toBeNull();
    await queue.finish(job, null);
    expect(await queue.nextDue(["house", "post"])).toBe(now());
  });
});

describe("a finished job", () => {
  test("is taken off with others; one that was woken meanwhile runs again", async () => {
    for (const key of ["one", "two", "three"]) await wake(now(), key);
    const jobs = await queue.claim({ house: 3, post: 3 }, now());
    await wake(later(now(), SECOND), "two");
    await Promise.all(jobs.map((job) => queue.finish(job, null)));
    world.clock.advance(MINUTE);
    expect((await queue.claim({ house: 3, post: 3 }, now())).map(({ key }) => key)).toEqual(["two"]);
  });

  test("is waited for alone where somebody else is about to wake it", async () => {
    for (const key of ["one", "two"]) await wake(now(), key);
    const [one, two] = await queue.claim({ house: 2, post: 2 }, now());
    if (one === undefined || two === undefined) throw new Error("both are due");
    const finished = Promise.withResolvers<void>();
    await world.store.transaction(async (tx) => {
      await tx.jobs.wake({ kind: "check-continuity", key: two.key, payload: {}, dueAt: later(now(), SECOND) });
      // Behind the wake, which holds the row from here on.
      expect(await tx.jobs.holdsLease(two)).toBe(true);
      const both = Promise.all([queue.finish(one, null), queue.finish(two, null)]);
      await until("the first is gone", async () => !(await isThere(one)));
      void both.then(() => finished.resolve(), finished.reject);
    });
    await finished.promise;
    expect(await queue.nextDue(["house", "post"])).toBe(later(now(), SECOND));
  });

  test("is taken off with its work, unless it was woken meanwhile", async () => {
    for (const key of ["one", "two"]) await wake(now(), key);
    const jobs = await queue.claim({ house: 2, post: 2 }, now());
    await wake(later(now(), SECOND), "two");
    await world.store.transaction(async (tx) => {
      for (const job of jobs) await tx.jobs.remove(job);
    });
    expect(await Promise.all(jobs.map(isThere))).toEqual(jobs.map(({ key }) => key === "two"));
  });
});

describe("a claim whose answer is lost", () => {
  test("takes nothing: what it took is due at once, and that was no try", async () => {
    const { claim, loses } = losing();
    await wake(now());
    loses("after");
    await expect(claim()).rejects.toThrow("no answer");
    await expect(claim()).rejects.toThrow("no answer");
    loses(null);
    expect(await claim()).toMatchObject([{ key: "one", attempts: 1 }]);
    // What runs now is not freed again.
    expect(await claim()).toEqual([]);
  });

  test("and that is carried out late, takes nothing either", async () => {
    const { claim, loses, late } = losing();
    loses("before");
    await expect(claim()).rejects.toThrow("no answer");
    loses(null);
    expect(await claim()).toEqual([]);
    await wake(now());
    for (const send of late) await send();
    expect(await claim()).toMatchObject([{ key: "one", attempts: 1 }]);
  });
});
