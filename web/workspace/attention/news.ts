/** Which changes of the lists an agent should be told of. Pure. */
import type { ConversationSummary } from "../../../contract/conversation/agent-shapes.ts";

interface NewsItem {
  /** Somebody waits in the queue · an end user wrote in one of my conversations · a conversation was handed to me. */
  readonly kind: "queued" | "written" | "given";
  readonly summary: ConversationSummary;
}

/** What was known of a conversation when it was last heard of. */
export interface Known {
  readonly queuedAt: number | null;
  readonly seq: number;
  readonly isMine: boolean;
}

interface Reader {
  readonly myId: string;
  /** What happened before this page was opened is no news. */
  readonly since: number;
  /** Whether I took it myself, in this page. */
  readonly tookHere: (id: string) => boolean;
}

export function newsIn(
  summaries: readonly ConversationSummary[],
  known: ReadonlyMap<string, Known>,
  reader: Reader,
): readonly NewsItem[] {
  return summaries.flatMap((summary): readonly NewsItem[] => {
    const before = known.get(summary.id) ?? { queuedAt: null, seq: 0, isMine: false };
    const { queuedAt, lastMessage } = summary;
    if (queuedAt !== null && before.queuedAt === null && queuedAt >= reader.since) return [{ kind: "queued", summary }];
    const isMine = isHeldBy(summary, reader.myId);
    // Whoever replies to what nobody holds takes it, too.
    const isOwnReply = lastMessage.authorKind === "agent" && lastMessage.seq > before.seq;
    const isGiven = isMine && !before.isMine && !isOwnReply && !reader.tookHere(summary.id);
    if (isGiven && !OVER.has(summary.status)) return [{ kind: "given", summary }];
    const isNew = lastMessage.seq > before.seq && lastMessage.at >= reader.since;
    return isMine && isNew && lastMessage.authorKind === "end-user" ? [{ kind: "written", summary }] : [];
  });
}

export const knownOf = (summary: ConversationSummary, myId: string): Known => ({
  queuedAt: summary.queuedAt,
  seq: summary.lastMessage.seq,
  isMine: isHeldBy(summary, myId),
});

const isHeldBy = ({ assignee }: ConversationSummary, id: string): boolean => assignee?.id === id;

const OVER: ReadonlySet<ConversationSummary["status"]> = new Set(["solved", "closed"]);
