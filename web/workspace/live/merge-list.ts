/** How a list of conversations takes in changed summaries. Pure; the order is the server's. */
import type { ConversationSummary, ViewName } from "../../../contract/conversation/agent-shapes.ts";
import { belongsTo } from "../../../contract/conversation/list-views.ts";

/** A view as far as it is loaded. `next`: there is more; null: this is all. */
export interface LoadedList {
  readonly conversations: readonly ConversationSummary[];
  readonly next: string | null;
}

interface Whose {
  readonly view: ViewName;
  /** Empty: the view itself. A search takes nothing new in by itself, only what it shows stays true. */
  readonly search: string;
  readonly myId: string;
}

export function mergeSummaries(list: LoadedList, changed: readonly ConversationSummary[], whose: Whose): LoadedList {
  const next = changed.reduce<readonly ConversationSummary[]>(
    (lines, summary) => mergeOne(lines, summary, whose, list.next !== null),
    list.conversations,
  );
  return next === list.conversations ? list : { ...list, conversations: next.toSorted(orderOf(whose.view)) };
}

/** The page after, put below what is there. */
export function appendPage(list: LoadedList, page: LoadedList): LoadedList {
  const known = new Set(list.conversations.map((summary) => summary.id));
  const added = page.conversations.filter((summary) => !known.has(summary.id));
  return { conversations: [...list.conversations, ...added], next: page.next };
}

function mergeOne(
  lines: readonly ConversationSummary[],
  summary: ConversationSummary,
  whose: Whose,
  hasMore: boolean,
): readonly ConversationSummary[] {
  const known = lines.find((line) => line.id === summary.id);
  if (known !== undefined && known.revision > summary.revision) return lines;
  if (!belongsTo(whose.view, summary, whose.myId)) {
    return known === undefined ? lines : lines.filter((line) => line.id !== summary.id);
  }
  if (known !== undefined) return lines.map((line) => (line.id === summary.id ? summary : line));
  if (whose.search !== "") return lines;
  // Below the last line that is loaded it will come with its page.
  const last = lines.at(-1);
  const isBelow = hasMore && last !== undefined && orderOf(whose.view)(summary, last) > 0;
  return isBelow ? lines : [...lines, summary];
}

/** The queue: longest waiting first. Everything else: newest activity first. */
const orderOf =
  (view: ViewName) =>
  (a: ConversationSummary, b: ConversationSummary): number =>
    view === "queue" ? (a.queuedAt ?? 0) - (b.queuedAt ?? 0) : b.lastMessage.at - a.lastMessage.at;
