import type { Sighting } from "../../domain/settings/sighting.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** A page has asked for a brand's widget. A brand that nobody knows leaves no trace. */
export const noteSighting = ({ store, clock }: Deps, seen: Omit<Sighting, "at">): Promise<void> =>
  store.transaction((tx) => tx.settings.noteSighting({ ...seen, at: clock.now() }));
