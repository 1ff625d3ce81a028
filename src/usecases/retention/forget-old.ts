import { type Instant, instant, later } from "../../domain/ids.ts";
import { FORGETS_EVERY, KEEPINGS } from "../../domain/retention/retention.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Sees to it that what has perished is looked for; asked for at each start of a process. */
export function planForgetting({ store, clock }: Deps): Promise<void> {
  return store.transaction((tx) => tx.jobs.wake({ kind: "forget-old", key: "all", payload: {}, dueAt: clock.now() }));
}

/**
 * One slice of each kind, each in a transaction of its own: whatever breaks in between, what is gone is gone whole, and
 * the rest waits for the next time. Answers when that is: at once while a slice was full.
 */
export async function forgetOld({ store, clock }: Deps): Promise<Instant> {
  const now = clock.now();
  let isMore = false;
  for (const { what, keptFor, atOnce } of KEEPINGS) {
    const gone = await store.transaction((tx) => tx.retention.forget(what, instant(now - keptFor), atOnce));
    isMore ||= gone === atOnce;
  }
  return isMore ? now : later(now, FORGETS_EVERY);
}
