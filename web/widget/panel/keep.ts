/** What this browser remembers of the person, under one key of the host page's storage; in memory where that is denied. */
import { toJson } from "../../kit/json.ts";
import type { Unsent } from "./conversation/outbox.ts";
import { parseJson } from "../../ui/own-json.ts";

interface Kept {
  /** The browser session; null: the person has not written yet. */
  readonly token: string | null;
  /** The profile's language, as the server said. */
  readonly locale: string | null;
  /** The person whom the site has signed in here, by our id; null: nobody is. */
  readonly owner: string | null;
  /** What a person wrote whose sign-in has ended before it was sent; it waits for them. Null: nothing does. */
  readonly parked: { readonly owner: string; readonly outbox: readonly Unsent[] } | null;
  readonly muted: boolean;
  readonly outbox: readonly Unsent[];
  /** What was being written and not sent, by conversation; "": to one that is yet to begin. */
  readonly drafts: Readonly<Record<string, string>>;
}

export interface Keep {
  /** As it is now, with what other tabs wrote. */
  readonly read: () => Kept;
  /** Reads, changes and writes at once, so that tabs do not undo each other. */
  readonly change: (change: (kept: Kept) => Partial<Kept>) => void;
}

const NOTHING: Kept = { token: null, locale: null, owner: null, parked: null, muted: false, outbox: [], drafts: {} };

/** `storage` may throw, now or later: then memory alone serves. */
export function openKeep(key: string, storage: () => Storage): Keep {
  let memory = NOTHING;
  let isDenied = false;

  const read = (): Kept => {
    if (isDenied) return memory;
    try {
      const text = storage().getItem(key);
      if (text === null) return NOTHING;
      const kept = { ...NOTHING, ...parseJson(text) };
      // A page whose library writes arrays as strings once broke it.
      return Array.isArray(kept.outbox) ? kept : { ...kept, outbox: [] };
    } catch {
      return memory;
    }
  };
  const write = (kept: Kept): void => {
    memory = kept;
    const isEmpty =
      kept.token === null &&
      kept.parked === null &&
      kept.outbox.length === 0 &&
      !kept.muted &&
      Object.keys(kept.drafts).length === 0;
    try {
      if (isEmpty) storage().removeItem(key);
      else storage().setItem(key, toJson(kept));
    } catch {
      isDenied = true;
    }
  };
  return {
    read,
    change: (change) => {
      const kept = read();
      write({ ...kept, ...change(kept) });
    },
  };
}
