/** The agent's own read line: what stood on the screen of somebody who was looking is read, and the server keeps it. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { call } from "../../api.ts";
import { keys } from "../../live/keys.ts";
import type { Held } from "../../live/merge-changes.ts";
import type { LoadedList } from "../../live/merge-list.ts";

/** Where *New* stands: frozen while the agent looks, moved up to what was read when they turn away. */
export function useReadLine(held: Held, isAtEnd: boolean): number {
  const cache = useQueryClient();
  const { id, lastSeq } = held.conversation;
  const { readUpTo } = held.mine;
  const [line, setLine] = useState(readUpTo);
  const isLooking = useIsLooking();

  const read = useCallback(() => {
    cache.setQueryData<Held>(
      keys.conversation(id),
      (now) => now && { ...now, mine: { ...now.mine, readUpTo: lastSeq } },
    );
    for (const [key, list] of cache.getQueriesData<LoadedList>({ queryKey: keys.lists })) {
      if (list !== undefined) cache.setQueryData(key, withoutUnread(list, id));
    }
    // Lost on the way: the next message marks it anew.
    call(conversationApi.markRead, { params: { id }, body: { upTo: lastSeq } }).catch(() => undefined);
  }, [cache, id, lastSeq]);

  useEffect(() => {
    if (isLooking && isAtEnd && lastSeq > readUpTo) read();
  }, [isLooking, isAtEnd, lastSeq, readUpTo, read]);

  useEffect(() => {
    if (!isLooking) setLine(readUpTo);
    // Only the turning away moves it.
  }, [isLooking]);
  return line;
}

function withoutUnread(list: LoadedList, id: string): LoadedList {
  const conversations = list.conversations.map((summary) => (summary.id === id ? { ...summary, unread: 0 } : summary));
  return { ...list, conversations };
}

/** The tab is visible and has the focus. */
function useIsLooking(): boolean {
  const [isLooking, setLooking] = useState(looks);
  useEffect(() => {
    const look = (): void => setLooking(looks());
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return isLooking;
}

const looks = (): boolean => document.visibilityState === "visible" && document.hasFocus();
