import type { Instant, JobId } from "../domain/ids.ts";

export type JobKind =
  | "check-continuity"
  | "deliver-mail"
  | "mail-password-reset"
  | "try-relay"
  | "run-trigger"
  | "receive-email"
  | "return-to-queue"
  | "hand-on"
  | "close-solved"
  | "check-prerequisites"
  | "review-replies"
  | "self-test"
  | "forget-old"
  | "forget-uploads"
  | "tell-agent";

/** Jobs that talk to mail servers may wait for minutes: they have places of their own, and hold up nothing else. */
export type Lane = "post" | "house";

const POST: readonly JobKind[] = ["deliver-mail", "self-test", "mail-password-reset"];

export const laneOf = (kind: JobKind): Lane => (POST.includes(kind) ? "post" : "house");

export interface NewJob {
  readonly kind: JobKind;
  /** One job for each kind and key: a second call moves it to the earlier of both times. */
  readonly key: string;
  readonly payload: Readonly<Record<string, string | number>>;
  readonly dueAt: Instant;
  /** Where it waits already, it is moved to this at the latest; absent: to `dueAt`. */
  readonly scheduledAt?: Instant;
}

/** A job that this worker holds until its lease ends. */
export interface LeasedJob {
  readonly id: JobId;
  readonly kind: JobKind;
  readonly key: string;
  readonly payload: Readonly<Record<string, string | number>>;
  readonly attempts: number;
  readonly leaseToken: string;
  /** As it was when leased: a wake since then keeps the job. */
  readonly version: number;
}

/** Work that commits with the change that causes it. */
export interface JobTx {
  /** Adds the job, or wakes it earlier; never later. A dead one lives again. */
  wake(job: NewJob): Promise<void>;
  /** True while the lease is ours: judged inside the transaction that acts on it. */
  holdsLease(job: LeasedJob): Promise<boolean>;
  /** A dead one lives again, with all its tries, from `now` on: what kind it is. Null: there is no such dead job. */
  revive(id: JobId, now: Instant): Promise<JobKind | null>;
  cancel(kind: JobKind, key: string): Promise<void>;
  /** Takes a job off together with its work, unless it was woken meanwhile or somebody else holds it. */
  remove(job: LeasedJob): Promise<void>;
}

/** The worker's side, outside transactions: claims commit alone (ADR 0004). */
export interface JobQueue {
  /** At most so many of each lane. */
  claim(places: Readonly<Record<Lane, number>>, now: Instant): Promise<readonly LeasedJob[]>;
  /** Removes it, or puts it off until `againAt`; where it was woken meanwhile, it runs again when the wake said, or earlier. */
  finish(job: LeasedJob, againAt: Instant | null): Promise<void>;
  /** A bug or a broken house: tried again later, or (`againAt` null, and nobody woke it meanwhile) dead and shown. */
  fail(job: LeasedJob, error: string, againAt: Instant | null, now: Instant): Promise<void>;
  /** Gives leases back that were not used to their end: due at once, for whoever comes first, and that was no try. */
  giveBack(jobs: readonly LeasedJob[], now: Instant): Promise<void>;
  /** When the next job of these lanes is due that nobody runs; null: nothing waits. */
  nextDue(lanes: readonly Lane[]): Promise<Instant | null>;
}
