/** One view of conversations, kept live; and the counts beside the views. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ConversationList, ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";
import { appendPage, type LoadedList } from "../live/merge-list.ts";
import { loadList } from "./load-list.ts";

type Counts = ConversationList["counts"];

export interface ListState {
  readonly list: LoadedList | undefined;
  readonly error: unknown;
  readonly reload: () => void;
  readonly loadMore: () => Promise<void>;
}

export function useList(view: ViewName, search: string): ListState {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  const query = useQuery({
    queryKey: keys.list(view, search),
    queryFn: async (): Promise<LoadedList> => {
      const { conversations, next, counts } = await loadList({ view, search, before: null });
      cache.setQueryData(keys.counts, counts);
      return { conversations, next };
    },
  });
  const loadMore = async (): Promise<void> => {
    const { next } = query.data ?? { next: null };
    if (next === null) return;
    try {
      const page = await loadList({ view, search, before: next });
      cache.setQueryData<LoadedList>(keys.list(view, search), (list) => list && appendPage(list, page));
    } catch (error) {
      sayRefusal(error);
    }
  };
  return { list: query.data, error: query.error, reload: () => void query.refetch(), loadMore };
}

/** Null until the first list has brought them. `own`: no list is on the screen to do so. */
export function useCounts(own = false): Counts | null {
  const { data } = useQuery<Counts | null>({
    queryKey: keys.counts,
    queryFn: async () => (await loadList({ view: "queue", search: "", before: null })).counts,
    enabled: own,
  });
  return data ?? null;
}
