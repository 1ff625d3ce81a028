/** Whether an end user is connected. Each live socket holds a lease, renewed every 20 s; a lapsed one is a departure. */
import type { Presence } from "./continuity.ts";
import type { Instant } from "./ids.ts";

/**
 * Folds the leases of all tabs and devices of one end user into one presence: one live socket is enough.
 * `lastLeftAt`: when the last socket that was closed properly, and so holds no lease, went; null: none was.
 */
export function foldPresence(leasesUntil: readonly Instant[], lastLeftAt: Instant | null, now: Instant): Presence {
  if (leasesUntil.some((until) => until > now)) return { kind: "connected" };
  const departures = lastLeftAt === null ? leasesUntil : [lastLeftAt, ...leasesUntil];
  const since = departures.reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null);
  return { kind: "gone", since };
}
