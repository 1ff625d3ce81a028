/** The view that the list shows is kept in the URL: `?view=mine`, nothing for the queue. */
import { useSearch } from "wouter";
import type { ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { isViewName } from "../../../contract/conversation/list-views.ts";

export const useView = (): ViewName => {
  const view = new URLSearchParams(useSearch()).get("view");
  return isViewName(view) ? view : "queue";
};

const query = (view: ViewName): string => (view === "queue" ? "" : `?view=${view}`);
export const viewPath = (view: ViewName): string => `/${query(view)}`;
export const conversationPath = (id: string, view: ViewName): string => `/c/${id}${query(view)}`;
