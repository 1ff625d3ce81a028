/** Puts what the server says into the query cache: conversations by revision, lists by summary. */
import type { QueryClient } from "@tanstack/react-query";
import type { ConversationList, ConversationSummary } from "../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../contract/conversation/agent-routes.ts";
import type { Me } from "../../../contract/people/account.ts";
import { call } from "../api.ts";
import { keys } from "./keys.ts";
import { type Changes, type Held, hold, mergeChanges } from "./merge-changes.ts";
import { type LoadedList, mergeSummaries } from "./merge-list.ts";
import { isViewName } from "../../../contract/conversation/list-views.ts";

export function takeInChanges(cache: QueryClient, id: string, changes: Changes): void {
  const held = cache.getQueryData<Held>(keys.conversation(id));
  if (held === undefined) return;
  const merged = mergeChanges(held, changes);
  if (merged === null) void catchUp(cache, id);
  else cache.setQueryData(keys.conversation(id), merged);
}

/** Asks for everything since the revision held; safe to call at any time, used after every own change too. */
export async function catchUp(cache: QueryClient, id: string): Promise<void> {
  const before = cache.getQueryData<Held>(keys.conversation(id));
  if (before === undefined) return;
  const answer = await call(conversationApi.changes, { params: { id }, query: { after: before.revision } }).catch(
    () => null,
  );
  const held = cache.getQueryData<Held>(keys.conversation(id));
  if (answer === null || held === undefined) return;
  const { conversation, messages } = answer;
  const merged = mergeChanges(held, {
    after: before.revision,
    revision: conversation.revision,
    conversation,
    messages,
  });
  cache.setQueryData(keys.conversation(id), merged ?? hold(await call(conversationApi.open, { params: { id } })));
}

interface News {
  readonly conversations: readonly ConversationSummary[];
  readonly counts: ConversationList["counts"];
}

export function takeInSummaries(cache: QueryClient, news: News): void {
  const me = cache.getQueryData<Me>(keys.me);
  if (me === undefined) return;
  const before = cache.getQueryData<News["counts"]>(keys.counts);
  cache.setQueryData(keys.counts, news.counts);
  if (before?.triage !== news.counts.triage) takeInTriage(cache);
  for (const [key, list] of cache.getQueriesData<LoadedList>({ queryKey: keys.lists })) {
    const [, view, search] = key;
    if (list === undefined || !isViewName(view) || typeof search !== "string") continue;
    cache.setQueryData(key, mergeSummaries(list, news.conversations, { view, search, myId: me.id }));
  }
}

/** A mail came into triage or left it: which one, nobody says. */
function takeInTriage(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.triage });
  void cache.invalidateQueries({ queryKey: keys.mails });
}

/** Something may have changed unheard. Conversations that are open are the server's to catch up. */
export function takeInMissed(cache: QueryClient): void {
  for (const queryKey of [keys.lists, keys.me, keys.team]) void cache.invalidateQueries({ queryKey });
  takeInTriage(cache);
}

/** After a gap in the connection lists are asked for anew, and what is open catches up. */
export function takeInAfterGap(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.lists });
  takeInTriage(cache);
  for (const [key] of cache.getQueriesData<Held>({ queryKey: ["conversation"] })) {
    if (typeof key[1] === "string") void catchUp(cache, key[1]);
  }
}
