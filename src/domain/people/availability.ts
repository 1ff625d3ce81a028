/** How long somebody who writes now will probably wait for a person (product.md §10.2). */

/** Fewer conversations say nothing about the next one. */
export const FEWEST_SAMPLES = 20;

/** What the last seven days say about this hour. */
export interface Waits {
  /** How many conversations somebody took up. */
  readonly samples: number;
  /** From the beginning of each until it was taken up, in ms; null: none was. */
  readonly medianMs: number | null;
  /** In the queue now. */
  readonly queued: number;
}

/** The median × the place in the queue, in ms, of who comes now and of who came last. Null: too few were taken up to say. */
export function expectedWait({
  samples,
  medianMs,
  queued,
}: Waits): { readonly newMs: number; readonly lastMs: number } | null {
  if (samples < FEWEST_SAMPLES || medianMs === null) return null;
  return { newMs: Math.round(medianMs * (queued + 1)), lastMs: Math.round(medianMs * queued) };
}

/** Of the whole team, of how each of those who could reply is shown; `isOpen`: by the schedule (product.md §6.3). */
export function accountStatus(
  shown: readonly ("online" | "away" | "offline")[],
  isOpen: boolean,
): "online" | "away" | "offline" {
  if (!isOpen) return "offline";
  if (shown.includes("online")) return "online";
  return shown.includes("away") ? "away" : "offline";
}
