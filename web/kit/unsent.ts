/**
 * What a person wrote and the server has not confirmed. It is sent again and again under the same client id: the server
 * takes each id once, so that nothing is lost and nothing doubled.
 */
export interface Unsent {
  readonly clientId: string;
  readonly writtenAt: number;
}

/** Both lists, each entry once, in the order of writing: another tab may have left something behind. */
export function mergeOutboxes<E extends Unsent>(ours: readonly E[], theirs: readonly E[]): readonly E[] {
  const known = new Set(ours.map((entry) => entry.clientId));
  return [...ours, ...theirs.filter((entry) => !known.has(entry.clientId))].toSorted(
    (a, b) => a.writtenAt - b.writtenAt,
  );
}

/** Without those that the server has: `clientId` comes back on one's own messages. */
export function settle<E extends Unsent>(entries: readonly E[], clientIds: readonly (string | null)[]): readonly E[] {
  return entries.some((entry) => clientIds.includes(entry.clientId))
    ? entries.filter((entry) => !clientIds.includes(entry.clientId))
    : entries;
}
