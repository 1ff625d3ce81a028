/** What a page of settings edits: loaded, changed here, saved as a whole. */
import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotices } from "../controls/notices.tsx";
import { useWords } from "../words-context.tsx";
import { keys } from "../live/keys.ts";

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly reload: () => void;
}

/** `askEvery`: in milliseconds, where it goes out of date by itself. */
export function useAdmin<T>(queryKey: QueryKey, queryFn: () => Promise<T>, askEvery?: number): Loaded<T> {
  // Other admins, and the server itself, change these: each visit asks anew.
  const query = useQuery({ queryKey, queryFn, staleTime: 0, refetchInterval: askEvery ?? false });
  return { data: query.data, error: query.error, reload: () => void query.refetch() };
}

/** Runs a change, says that it is done or why not, and asks for everything of the admin center anew. True: done. */
export function useSave(): (change: () => Promise<unknown>) => Promise<boolean> {
  const cache = useQueryClient();
  const { t } = useWords();
  const { say, sayRefusal } = useNotices();
  return async (change) => {
    try {
      await change();
    } catch (error) {
      sayRefusal(error);
      return false;
    }
    say(t("admin.saved"));
    await Promise.all([
      cache.invalidateQueries({ queryKey: ["admin"] }),
      cache.invalidateQueries({ queryKey: keys.me }),
      cache.invalidateQueries({ queryKey: keys.team }),
    ]);
    return true;
  };
}

interface Edited<T> {
  readonly value: T;
  readonly isChanged: boolean;
  readonly change: (part: Partial<T>) => void;
  readonly discard: () => void;
}

/** The form's own copy of what is saved; it holds only the differences, so a reload behind it loses nothing. */
export function useEdited<T extends object>(saved: T): Edited<T> {
  const [changes, setChanges] = useState<Partial<T>>({});
  const value = { ...saved, ...changes };
  return {
    value,
    isChanged: JSON.stringify(value) !== JSON.stringify(saved),
    change: (part) => setChanges((before) => ({ ...before, ...part })),
    discard: () => setChanges({}),
  };
}
