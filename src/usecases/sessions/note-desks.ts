/** Coming and going of team members, by the pages of the workspace that they have open (product.md §9.7). */
import type { DeskId } from "../../domain/ids.ts";
import { connectionEnds, deskEnds } from "../../domain/sessions/presence.ts";
import type { Desk } from "../../ports/sessions/desks.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** These pages are open: they were opened, touched again or left alone, or their leases are renewed. */
export async function keepDesks({ store, clock }: Deps, desks: readonly Desk[]): Promise<void> {
  if (desks.length === 0) return;
  await store.transaction((tx) => tx.desks.keep(desks, connectionEnds(clock.now())));
}

/** That page has gone, and the server did not end it. */
export function noteDeskLeft({ store, clock }: Deps, id: DeskId): Promise<void> {
  return store.transaction((tx) => tx.desks.letLapse(id, deskEnds(clock.now())));
}
