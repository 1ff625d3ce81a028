import type { Alone } from "../kit/outbox.ts";

/**
 * By Web Locks, which a tab that dies gives back. They exist in secure contexts only; without them tabs may try the same
 * letter at once, which the server takes once, and none goes on to the next before it is there.
 */
export const aloneAmongTabs: Alone = (name, work) => {
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? work() : locks.request(name, work);
};
