import type { Bus, Notice } from "../../ports/bus.ts";

/** The listeners of one process. */
export function createLocalBus(): Bus {
  const listeners = new Set<(notice: Notice) => void>();
  return {
    publish(notices) {
      for (const notice of notices) for (const listener of listeners) listener(notice);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
