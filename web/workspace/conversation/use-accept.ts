/** Accept from the queue: the conversation opens among one's own. */
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { takeHere } from "../attention/taken-here.ts";
import { call } from "../api.ts";
import { useNotices } from "../controls/notices.tsx";
import { keys } from "../live/keys.ts";
import { catchUp } from "../live/take-in.ts";
import { conversationPath, useView } from "../queue/view-of-url.ts";

export function useAccept(): (id: string) => Promise<void> {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  const [, navigate] = useLocation();
  const view = useView();
  return async (id) => {
    try {
      takeHere(id);
      await call(conversationApi.accept, { params: { id } });
      navigate(conversationPath(id, view === "queue" ? "mine" : view));
    } catch (error) {
      sayRefusal(error);
    }
    await catchUp(cache, id);
    await cache.invalidateQueries({ queryKey: keys.lists });
  };
}
