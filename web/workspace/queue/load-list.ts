import type { ConversationList, ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import { call } from "../api.ts";

interface ListRequest {
  readonly view: ViewName;
  /** Empty: everything. */
  readonly search: string;
  /** The `next` of the page before; null: the first page. */
  readonly before: string | null;
}

/** One page of a view. */
export const loadList = ({ view, search, before }: ListRequest): Promise<ConversationList> =>
  call(conversationApi.list, {
    query: { view, ...(search === "" ? {} : { search }), ...(before === null ? {} : { before }) },
  });
