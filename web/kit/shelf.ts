/**
 * Keeps what waits to be sent in the browser, each entry under a key of its own: so two tabs never undo each other, and
 * a crash loses nothing.
 */
import type { Unsent } from "./unsent.ts";

/** What we ask of localStorage. Any of it may throw. */
export interface Drawer {
  readonly length: number;
  readonly key: (index: number) => string | null;
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, text: string) => void;
  readonly removeItem: (key: string) => void;
}

export interface Shelf<E extends Unsent> {
  /** As it is now, with what other tabs wrote, in the order of writing. */
  readonly all: () => readonly E[];
  readonly put: (entry: E) => void;
  readonly remove: (clientId: string) => void;
  readonly clear: () => void;
}

interface ShelfParts<E extends Unsent> {
  /** What all keys of this shelf begin with, and those of no other. */
  readonly prefix: string;
  readonly drawer: () => Drawer;
  /** An entry as it was kept, perhaps by another version of the page; null: it is none that this page understands. */
  readonly parse: (value: unknown) => E | null;
}

/** Where storage is denied or full, memory serves: then the entry dies with the tab. */
export function openShelf<E extends Unsent>({ prefix, drawer, parse }: ShelfParts<E>): Shelf<E> {
  const memory = new Map<string, E>();

  const keys = (): readonly string[] => {
    const kept = drawer();
    return Array.from({ length: kept.length }, (_none, index) => kept.key(index) ?? "").filter((key) =>
      key.startsWith(prefix),
    );
  };
  const stored = (): readonly E[] => {
    const found = attempt(() => keys().map((key) => attempt(() => parse(JSON.parse(drawer().getItem(key) ?? "null")))));
    return (found ?? []).filter((entry) => entry !== null);
  };
  const remove = (clientId: string): void => {
    memory.delete(clientId);
    attempt(() => drawer().removeItem(prefix + clientId));
  };
  return {
    all: () =>
      [...memory.values(), ...stored().filter(({ clientId }) => !memory.has(clientId))].toSorted(inOrderOfWriting),
    put: (entry) => {
      memory.set(entry.clientId, entry);
      attempt(() => {
        drawer().setItem(prefix + entry.clientId, JSON.stringify(entry));
        memory.delete(entry.clientId);
      });
    },
    remove,
    clear: () => {
      memory.clear();
      attempt(() => keys().forEach((key) => drawer().removeItem(key)));
    },
  };
}

/** Two tabs may write in one instant: all must see one order. */
const inOrderOfWriting = (a: Unsent, b: Unsent): number =>
  a.writtenAt - b.writtenAt || (a.clientId < b.clientId ? -1 : 1);

/** Null: it threw. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
