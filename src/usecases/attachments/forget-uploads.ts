import { UPLOAD_WAITS_FOR } from "../../domain/attachments/attachment.ts";
import { type Instant, instant, later, MINUTE } from "../../domain/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A file may have 25 MB, in pieces of 2 KB each of which is a row: so few are over in a moment. */
const AT_ONCE = 20;
/** One that somebody held a moment ago is looked at again soon, and not in a circle. */
const SOONEST = MINUTE;

/**
 * Forgets a slice of the files that no message has taken. Answers when to look again: at once while there are more; null:
 * none waits. Safe to run at any time.
 */
export function forgetUploads({ store, clock }: Deps): Promise<Instant | null> {
  const now = clock.now();
  return store.transaction(async (tx) => {
    const { gone, oldest } = await tx.attachments.forgetUploads(instant(now - UPLOAD_WAITS_FOR), AT_ONCE);
    if (gone === AT_ONCE) return now;
    return oldest === null ? null : instant(Math.max(later(oldest, UPLOAD_WAITS_FOR), later(now, SOONEST)));
  });
}
