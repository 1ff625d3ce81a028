import { triedAgainAt } from "../../domain/continuity/relay.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Mailer } from "../../ports/continuity/mailer.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface TryRelayDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly mailer: Mailer;
}

/**
 * The relay had trouble of its own: whether it lets us in now, and if so, whether it takes the oldest mail; that one's
 * outcome sets the others going. Answers when to try again; null: it is well, as far as we know.
 */
export async function tryRelay({ store, clock, mailer }: TryRelayDeps): Promise<Instant | null> {
  const trouble = await store.transaction((tx) => tx.limits.loadRelayTrouble());
  if (trouble === null) return null;
  const said = (await mailer.probe?.()) ?? null;
  const now = clock.now();
  return store.transaction(async (tx) => {
    if (said !== null) await tx.limits.noteRelayTrouble(said, now);
    else if (!(await tx.limits.tryOldestOfRelay(now))) {
      // What failed by it has gone another way, or is on its way.
      await tx.limits.endRelayTrouble(now);
      return null;
    }
    return triedAgainAt(trouble.since, said === null, now);
  });
}
