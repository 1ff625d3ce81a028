/** The only polling loop: claims what is due, runs it, sleeps until the next is. */
import type { Instant } from "../../domain/ids.ts";
import { instant, later, millis } from "../../domain/ids.ts";
import { DatabaseTrouble } from "../../ports/database-trouble.ts";
import { type JobKind, type JobQueue, type Lane, laneOf, type LeasedJob } from "../../ports/job-tx.ts";
import type { Clock } from "../../ports/system.ts";
import { describeError, type Log } from "../edge/log.ts";

/**
 * Runs one job; answers when it runs again, null: finished; `removed`: finished, and taken off by its own transaction.
 * Throws: a bug or a broken house.
 */
export type JobHandler = (job: LeasedJob) => Promise<Instant | null | "removed">;

interface WorkerDeps {
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly log: Log;
  /** What runs no longer waits for anybody outside: called where the time to stop is over. */
  readonly cut?: () => void;
  /** Jobs that another process committed are found within this; not given: a second. */
  readonly longestSleepMs?: number;
}

export interface Worker {
  /** A job that is due then was committed here: look then, at the latest. */
  poke(dueAt: Instant): void;
  /** Takes no more, waits a while for what runs, and gives the rest back to whoever comes first. Safe to repeat. */
  stop(): Promise<void>;
}

/** A mail is talked about for so long after we were told to stop: a healthy relay has answered long before. */
const STOPS_WITHIN_MS = 10_000;

/**
 * At once at most; each holds a connection of the pool only while it talks to the database. Of the mails a few more than
 * the mailer has connections, so that the next ones are written while those talk.
 */
const PLACES: Readonly<Record<Lane, number>> = { house: 16, post: 8 };
const LANES: readonly Lane[] = ["house", "post"];
const LONGEST_SLEEP_MS = 1_000;
/** After a poke: a burst of commits makes one look. */
const POKE_MS = 5;
/** What is due but leased by somebody else is not asked for in a tight circle. */
const SHORTEST_SLEEP_MS = 20;
/** A job that failed is tried again: 2 s, 4 s, 8 s … at most 5 min apart; then it is dead and shown on the health page. */
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 300_000;
const ATTEMPTS_AT_MOST = 12;
/** How a job failed is kept as soon as there is a database again. */
const TELL_AGAIN_AFTER_MS = 1_000;

export function startWorker(deps: WorkerDeps): Worker {
  const running = createLanes();
  const longestSleep = deps.longestSleepMs ?? LONGEST_SLEEP_MS;
  let timer: NodeJS.Timeout | null = null;
  let wakesAt = Number.POSITIVE_INFINITY;
  let turning: Promise<void> = Promise.resolve();
  let isTurning = false;
  let isPoked = false;
  let isStopped = false;
  const sleep = (ms: number): void => {
    const at = performance.now() + ms;
    if (isStopped || (timer !== null && wakesAt <= at)) return;
    if (timer !== null) clearTimeout(timer);
    wakesAt = at;
    timer = setTimeout(turn, ms);
  };
  const turn = (): void => {
    timer = null;
    if (isTurning) {
      isPoked = true;
      return;
    }
    isTurning = true;
    isPoked = false;
    turning = look()
      .catch((error: unknown) => {
        deps.log("error", "jobs-not-claimed", describeError(error));
        return longestSleep;
      })
      .then((ms) => {
        isTurning = false;
        return sleep(isPoked ? POKE_MS : ms);
      }, rethrow);
  };
  const look = async (): Promise<number> => {
    const free = running.free();
    const open = LANES.filter((lane) => free[lane] > 0);
    if (isStopped || open.length === 0) return longestSleep;
    const jobs = await deps.queue.claim(free, deps.clock.now());
    running.noteLook(free, jobs);
    for (const job of jobs) running.add(job, runJob(deps, job, running.isOver), () => sleep(POKE_MS));
    // More may be due: whoever ends first looks again, and if nobody does, this is soon enough.
    if (isStopped || jobs.length > 0) return SHORTEST_SLEEP_MS;
    const due = await deps.queue.nextDue(open);
    if (due === null) return longestSleep;
    return Math.min(longestSleep, Math.max(SHORTEST_SLEEP_MS, due - deps.clock.now()));
  };
  sleep(0);
  return {
    poke: (dueAt) => sleep(Math.max(POKE_MS, dueAt - deps.clock.now())),
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      // What is being claimed just now would else be left behind, leased to nobody.
      await turning;
      await giveBack(deps, await running.end(STOPS_WITHIN_MS));
    },
  };
}

async function giveBack({ queue, clock, cut, log }: WorkerDeps, left: readonly LeasedJob[]): Promise<void> {
  if (left.length === 0) return;
  cut?.();
  await queue.giveBack(left, clock.now());
  log("warn", "jobs-given-back", { jobs: left.length });
}

/** What runs, each in its lane. */
function createLanes() {
  const running: Readonly<Record<Lane, Map<Promise<void>, LeasedJob>>> = { house: new Map(), post: new Map() };
  let isOver = false;
  /** In which more may be due than the last look had places for. */
  let crowded: readonly Lane[] = LANES;
  return {
    noteLook(free: Readonly<Record<Lane, number>>, jobs: readonly LeasedJob[]): void {
      crowded = LANES.filter((lane) => jobs.filter(({ kind }) => laneOf(kind) === lane).length >= free[lane]);
    },
    free: (): Readonly<Record<Lane, number>> => ({
      house: PLACES.house - running.house.size,
      post: PLACES.post - running.post.size,
    }),
    /** `ended`: it is worth looking for more. A look costs as much as many a job: not where all that was due got a place. */
    add(job: LeasedJob, work: Promise<boolean>, ended: () => void): void {
      const lane = laneOf(job.kind);
      const run = work.then((isGone) => {
        running[lane].delete(run);
        return isGone && !crowded.includes(lane) ? undefined : ended();
      });
      running[lane].set(run, job);
    },
    isOver: () => isOver,
    /** Answers what has not ended within so long; from then on its outcome is nobody's. */
    async end(withinMs: number): Promise<readonly LeasedJob[]> {
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, withinMs);
      await Promise.race([Promise.all([...running.house.keys(), ...running.post.keys()]), patience.promise]);
      clearTimeout(timer);
      isOver = true;
      return [...running.house.values(), ...running.post.values()];
    },
  };
}

/** Whether the job is gone: it does not run again soon. Never rejects. `isOver`: it was given back meanwhile. */
async function runJob(
  { queue, clock, handlers, log }: WorkerDeps,
  job: LeasedJob,
  isOver: () => boolean,
): Promise<boolean> {
  try {
    const again = await handlers[job.kind](job);
    if (again !== "removed" && !isOver()) await queue.finish(job, again);
    return again === "removed";
  } catch (error) {
    if (isOver()) return false;
    const now = clock.now();
    // The database's own trouble is none of the job's.
    const isDead = job.attempts >= ATTEMPTS_AT_MOST && !(error instanceof DatabaseTrouble);
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (job.attempts - 1));
    log("error", isDead ? "job-dead" : "job-failed", {
      jobId: job.id,
      kind: job.kind,
      attempts: job.attempts,
      ...describeError(error),
    });
    const told = error instanceof Error ? error.message : String(error);
    await untilTold(() => queue.fail(job, told, isDead ? null : later(instant(now), millis(wait)), now), {
      isOver,
      failed: (cause) => log("error", "job-not-failed", { jobId: job.id, ...describeError(cause) }),
    });
    return false;
  }
}

interface Telling {
  readonly isOver: () => boolean;
  readonly failed: (error: unknown) => void;
}

/** While the database is away: else nobody took the job again before its lease ends. Never rejects. */
async function untilTold(tell: () => Promise<void>, { isOver, failed }: Telling): Promise<void> {
  for (;;) {
    try {
      return await tell();
    } catch (error) {
      failed(error);
      if (!(error instanceof DatabaseTrouble) || isOver()) return;
      await new Promise((resolve) => setTimeout(resolve, TELL_AGAIN_AFTER_MS));
    }
  }
}

function rethrow(error: unknown): never {
  throw error;
}
