/** One conversation, kept live, and the way to act on it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { call } from "../api.ts";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";
import { useWatch } from "../live/live-context.tsx";
import { type Held, hold } from "../live/merge-changes.ts";
import { catchUp } from "../live/take-in.ts";

interface ConversationState {
  readonly held: Held | undefined;
  readonly error: unknown;
  readonly reload: () => void;
}

export function useConversation(id: string): ConversationState {
  const query = useQuery({
    queryKey: keys.conversation(id),
    queryFn: async () => hold(await call(conversationApi.open, { params: { id } })),
  });
  useWatch(id, query.data !== undefined);
  return { held: query.data, error: query.error, reload: () => void query.refetch() };
}

/** Runs a change, says why where it is refused, and takes in what it changed. True: done. */
type Act = (change: () => Promise<unknown>) => Promise<boolean>;

export function useAct(id: string): Act {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  return useCallback(
    async (change) => {
      try {
        await change();
        return true;
      } catch (error) {
        sayRefusal(error);
        return false;
      } finally {
        await catchUp(cache, id);
      }
    },
    [cache, id, sayRefusal],
  );
}
