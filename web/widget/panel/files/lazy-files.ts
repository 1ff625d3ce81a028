/** What deals with files (files/files.ts), fetched when the first one is added or is to be shown. */
import type { Files, FilesParts } from "./files.ts";
import { currentThread, type State } from "../state.ts";

export interface LazyFiles {
  /** Null: not here yet. */
  readonly get: () => Files | null;
  /** To the message being written; none of them only fetches the code. False: it cannot be had now. */
  readonly add: (files: readonly File[]) => Promise<boolean>;
  /** After each rendering. */
  readonly drawn: (state: State) => void;
}

export function lazyFiles(parts: FilesParts): LazyFiles {
  let files: Files | null = null;
  let loading: Promise<void> | null = null;

  const fetchCode = async (): Promise<void> => {
    try {
      const { openFiles } = await import("./files.ts");
      files = openFiles(parts);
      parts.store.set({});
    } catch {
      // Offline: the next one who asks tries again.
      loading = null;
    }
  };
  const load = (): Promise<void> => {
    loading ??= fetchCode();
    return loading;
  };
  return {
    get: () => files,
    add: async (added) => {
      await load();
      files?.add(added);
      return files !== null;
    },
    drawn: (state) => {
      if (showsFiles(state)) void load();
      files?.drawn(state);
    },
  };
}

const showsFiles = (state: State): boolean =>
  [...state.outbox, ...(currentThread(state)?.messages ?? [])].some(({ attachments }) => attachments.length > 0);
