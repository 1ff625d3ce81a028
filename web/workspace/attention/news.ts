/** Which changes of the lists an agent should be told of. Pure. */
import type { ConversationSummary } from "../../../contract/conversation/agent-conversation.ts";

interface NewsItem {
  /** Somebody waits in the queue · an end user wrote in one of my conversations. */
  readonly kind: "queued" | "written";
  readonly summary: ConversationSummary;
}

/** What was known of a conversation when it was last heard of. */
export interface Known {
  readonly queuedAt: number | null;
  readonly seq: number;
}

/** `since`: what happened before this page was opened is no news. */
export function newsIn(
  summaries: readonly ConversationSummary[],
  known: ReadonlyMap<string, Known>,
  reader: { readonly myId: string; readonly since: number },
): readonly NewsItem[] {
  return summaries.flatMap((summary): readonly NewsItem[] => {
    const before = known.get(summary.id) ?? { queuedAt: null, seq: 0 };
    const { queuedAt, lastMessage } = summary;
    if (queuedAt !== null && before.queuedAt === null && queuedAt >= reader.since) return [{ kind: "queued", summary }];
    const isMine = summary.assignee?.id === reader.myId;
    const isNew = lastMessage.seq > before.seq && lastMessage.at >= reader.since;
    return isMine && isNew && lastMessage.authorKind === "end-user" ? [{ kind: "written", summary }] : [];
  });
}

export const knownOf = (summary: ConversationSummary): Known => ({
  queuedAt: summary.queuedAt,
  seq: summary.lastMessage.seq,
});
