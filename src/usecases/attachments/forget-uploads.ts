import { UPLOAD_WAITS_FOR } from "../../domain/attachments/attachment.ts";
import { type Instant, instant, later } from "../../domain/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Forgets files that no message has taken. Answers when to look again; null: none waits. Safe to run at any time. */
export function forgetUploads({ store, clock }: Deps): Promise<Instant | null> {
  const before = instant(clock.now() - UPLOAD_WAITS_FOR);
  return store.transaction(async (tx) => {
    const next = await tx.attachments.forgetUploads(before);
    return next === null ? null : later(next, UPLOAD_WAITS_FOR);
  });
}
