import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Instant, instant, jobId } from "../../domain/ids.ts";
import { type JobQueue, laneOf, type LeasedJob } from "../../ports/job-tx.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";
import { type JobHandler, startWorker, type Worker } from "./worker.ts";

const JOB: LeasedJob = {
  id: jobId("j"),
  kind: "check-continuity",
  key: "k",
  payload: {},
  attempts: 1,
  leaseToken: "t",
  version: 0,
};

/** Longer than any test waits: what runs was brought about, not slept for. */
const LONGEST_SLEEP_MS = 3_600_000;

/** Time goes on when a test says so: far enough for a look, a poke and what they bring about. */
const SOON_MS = 100;
const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(SOON_MS);

const workers: Worker[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  vi.useRealTimers();
});

const AWAY = new DatabaseTrouble("away", { sentence: "It is not reached.", said: "ECONNREFUSED" }, null);

/** A queue with these jobs in it, and a worker on it that handles each with `handle`. */
function given(
  jobs: LeasedJob[],
  handle: JobHandler,
  looking: () => Promise<void> = () => Promise.resolve(),
  isAway: () => boolean = () => false,
) {
  const seen = {
    claims: 0,
    finished: [] as (Instant | null)[],
    failed: [] as (Instant | null)[],
    givenBack: [] as LeasedJob[],
    logged: [] as string[],
  };
  const queue: JobQueue = {
    claim(places) {
      seen.claims += 1;
      const taken = (["house", "post"] as const).flatMap((lane) =>
        jobs.filter(({ kind }) => laneOf(kind) === lane).slice(0, places[lane]),
      );
      for (const job of taken) jobs.splice(jobs.indexOf(job), 1);
      return Promise.resolve(taken);
    },
    finish: async (_job, again) => void seen.finished.push(again),
    async fail(_job, _error, again) {
      if (isAway()) throw AWAY;
      seen.failed.push(again);
    },
    giveBack: async (left) => void seen.givenBack.push(...left),
    // The second half of a look: what is committed from here on was not claimed by it.
    nextDue: () => looking().then(() => null),
  };
  const handlers: Parameters<typeof startWorker>[0]["handlers"] = {
    "check-continuity": handle,
    "deliver-mail": handle,
    "mail-password-reset": handle,
    "run-trigger": handle,
    "try-relay": handle,
    "receive-email": handle,
    "return-to-queue": handle,
    "hand-on": handle,
    "forget-old": handle,
    "forget-uploads": handle,
    "tell-agent": handle,
    "close-solved": handle,
    "check-prerequisites": handle,
    "review-replies": handle,
    "self-test": handle,
  };
  const worker = startWorker({
    queue,
    clock: { now: () => instant(1_000) },
    handlers,
    longestSleepMs: LONGEST_SLEEP_MS,
    log: (_level, event) => void seen.logged.push(event),
  });
  workers.push(worker);
  return { worker, seen, jobs };
}

test("runs what is due, and puts off what says so", async () => {
  const { seen } = given([JOB, JOB], async () => instant(5_000));
  await soon();
  expect(seen.finished).toEqual([5_000, 5_000]);
});

test("tries again later what throws, and lets it die at last", async () => {
  const jobs = [JOB, { ...JOB, attempts: 3 }, { ...JOB, attempts: 12 }];
  const { seen } = given(jobs, async () => Promise.reject(new Error("broken")));
  await soon();
  expect(seen.failed).toEqual([3_000, 9_000, null]);
  expect(seen.logged).toEqual(["job-failed", "job-failed", "job-dead"]);
});

test("a poke brings it to look at once", async () => {
  const { worker, seen, jobs } = given([], async () => null);
  await soon();
  expect(seen.claims).toBe(1);
  jobs.push(JOB);
  worker.poke(instant(0));
  await soon();
  expect(seen.finished).toEqual([null]);
});

test("a poke while it looks makes it look again at once, not at its next turn", async () => {
  const gate = Promise.withResolvers<void>();
  const { worker, seen, jobs } = given(
    [],
    async () => null,
    () => gate.promise,
  );
  await soon();
  expect(seen.claims).toBe(1);
  jobs.push(JOB);
  worker.poke(instant(0));
  // The poke comes due while the first look still waits for its answer.
  await soon();
  expect(seen.claims).toBe(1);
  gate.resolve();
  await soon();
  expect(seen.finished).toEqual([null]);
});

test("does not circle where nothing is due", async () => {
  const { seen } = given([], async () => null);
  await soon();
  expect(seen.claims).toBeLessThanOrEqual(2);
});

test("takes no more than it can run, and the rest when there is room", async () => {
  const running = { now: 0, most: 0 };
  const jobs = Array.from({ length: 40 }, () => JOB);
  const { seen } = given(jobs, async () => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    await new Promise((taken) => setTimeout(taken, 5));
    running.now -= 1;
    return null;
  });
  await soon();
  expect(seen.finished).toHaveLength(40);
  expect(running.most).toBe(16);
});

test("mails that are stuck with a server hold up nothing else", async () => {
  const gate = Promise.withResolvers<null>();
  const mails = Array.from({ length: 40 }, (): LeasedJob => ({ ...JOB, kind: "deliver-mail" }));
  const { seen, jobs } = given([...mails, JOB], (job) =>
    job.kind === "deliver-mail" ? gate.promise : Promise.resolve(null),
  );
  await soon();
  expect(seen.finished).toHaveLength(1);
  expect(jobs).toHaveLength(32);
  gate.resolve(null);
  await soon();
  expect(seen.finished).toHaveLength(41);
});

test("who ends looks for no more where all that was due had a place", async () => {
  const gates = Array.from({ length: 8 }, () => Promise.withResolvers<"removed">());
  const jobs = gates.map((_, n): LeasedJob => ({ ...JOB, kind: "receive-email", attempts: n }));
  const { seen } = given(jobs, (job) => gates[job.attempts]?.promise ?? Promise.resolve(null));
  await soon();
  const looks = seen.claims;
  for (const gate of gates) {
    gate.resolve("removed");
    await soon();
  }
  expect([jobs.length, seen.claims]).toEqual([0, looks]);
});

test("a stop waits for what runs, and takes nothing more", async () => {
  const gate = Promise.withResolvers<null>();
  const { worker, seen, jobs } = given([JOB], () => gate.promise);
  await soon();
  const looks = seen.claims;
  const seenStopped = vi.fn<() => void>();
  const stopped = worker.stop().then(seenStopped);
  jobs.push(JOB);
  worker.poke(instant(0));
  await soon();
  expect(seenStopped).not.toHaveBeenCalled();
  gate.resolve(null);
  await stopped;
  await soon();
  expect([seen.finished, seen.claims]).toEqual([[null], looks]);
});

test("a stop gives back what does not end in time, and whatever that comes to then is nobody's", async () => {
  const gate = Promise.withResolvers<null>();
  const { worker, seen } = given([{ ...JOB, kind: "deliver-mail" }], () => gate.promise);
  await soon();
  const stopped = worker.stop();
  await vi.advanceTimersByTimeAsync(9_900);
  expect(seen.givenBack).toEqual([]);
  await soon();
  await stopped;
  expect(seen.givenBack).toHaveLength(1);
  gate.reject(new Error("cut short"));
  await soon();
  expect([seen.finished, seen.failed, seen.logged]).toEqual([[], [], ["jobs-given-back"]]);
});

test("the database's trouble is not held against a job, and is noted as soon as there is a database again", async () => {
  let isAway = true;
  const last = { ...JOB, attempts: 12 };
  const { seen } = given(
    [last],
    () => Promise.reject(AWAY),
    () => Promise.resolve(),
    () => isAway,
  );
  await soon();
  expect(seen.failed).toEqual([]);
  isAway = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(seen.failed).toEqual([expect.any(Number)]);
});
