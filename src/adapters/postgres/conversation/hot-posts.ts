/** The hot write path: a post of which nothing else follows, in one named statement (ADR 0013). */
import type { Conversation } from "../../../domain/conversation/conversation.ts";
import { type ConversationId, instant, type Instant, revision, seq } from "../../../domain/ids.ts";
import type { HotPost, HotPosts } from "../../../ports/conversation/hot-posts.ts";
import type { Notice } from "../../../ports/bus.ts";
import { DatabaseTrouble } from "../../../ports/database-trouble.ts";
import { onConflictWake } from "../wake-job.ts";
import { POSTED_COLUMNS, postedParameters, postedValues } from "./message-columns.ts";
import type { Pool } from "../pool.ts";
import { CONVERSATION_COLUMNS, type ConversationRow, toConversation } from "../rows.ts";

/** PostgreSQL's code for a unique violation. */
const UNIQUE_VIOLATION = "23505";

/** Heads that this process remembers; the oldest goes first. About 1 kB each. */
const HEADS_AT_MOST = 5_000;

/**
 * The guard is exactly what the decision relied on: the status, who holds it and the channel that a reply answers; so a
 * remembered head may be old. The revision is not part of it, under eight writers that took up to 20 tries. A trigger that waits for messages sends the post down the general path.
 */
export const HOT_POST = `
with head as (
  update conversation set seq = seq + 1, revision = revision + 1, last_message_at = $8
  where id = $1 and status = $2 and assignee_id is not distinct from $3
    and last_end_user_channel is not distinct from $4
    and not exists (select 1 from trigger where active and event = 'message-sent')
  returning id, seq, revision
), woken as (
  insert into job (id, kind, key, payload, due_at)
  select $5::uuid, 'check-continuity', id::text, jsonb_build_object('conversationId', id), $6::bigint
  from head where $6::bigint is not null
  ${onConflictWake("$7::bigint")}
)
insert into message (conversation_id, seq, revision, ${POSTED_COLUMNS})
select id, seq, revision, ${postedParameters(9)} from head
returning seq, revision`;

/** Of a notice that says no more than that there may be something to read. */
const UNKNOWN = revision(0);

interface Deps {
  readonly pool: Pool;
  readonly newId: () => string;
  readonly publish: (notices: readonly Notice[]) => void;
  readonly woke?: (firstDue: Instant) => void;
}

export function hotPosts({ pool, newId, publish, woke }: Deps): HotPosts {
  const heads = new Map<ConversationId, Conversation>();
  const loadHead: HotPosts["loadHead"] = async (id) => {
    const found = await pool.query<ConversationRow>({
      name: "hot-head",
      text: `select ${CONVERSATION_COLUMNS} from conversation where id = $1`,
      values: [id],
    });
    const [row] = found.rows;
    return row === undefined ? null : toConversation(row);
  };
  return {
    loadHead,
    async recallHead(id) {
      const head = heads.get(id) ?? (await loadHead(id));
      if (head !== null) remember(heads, head);
      return head;
    },
    forgetHead: (id) => void heads.delete(id),
    async post(post) {
      try {
        const posted = await pool.query<{ seq: number; revision: number }>({
          name: "hot-post",
          text: HOT_POST,
          values: hotValues(post, newId),
        });
        const [row] = posted.rows;
        if (row === undefined) {
          heads.delete(post.conversationId);
          return null;
        }
        const place = { seq: seq(row.seq), revision: revision(row.revision) };
        publish([
          {
            kind: "conversation",
            id: post.conversationId,
            revision: place.revision,
            post: { message: post.message, seq: place.seq },
          },
        ]);
        if (post.wake !== null) woke?.(post.wake.dueAt);
        return { kind: "posted", ...place };
      } catch (error) {
        // It may be posted, only the answer was lost: whoever looks finds out.
        if (error instanceof DatabaseTrouble)
          publish([{ kind: "conversation", id: post.conversationId, revision: UNKNOWN }]);
        if (!isClientRepeat(error)) throw error;
        return await earlier(pool, post);
      }
    },
  };
}

/** The one asked for last stays longest. */
function remember(heads: Map<ConversationId, Conversation>, head: Conversation): void {
  heads.delete(head.id);
  heads.set(head.id, head);
  const [oldest] = heads.keys();
  if (heads.size > HEADS_AT_MOST && oldest !== undefined) heads.delete(oldest);
}

const hotValues = (post: HotPost, newId: () => string): unknown[] => [
  post.conversationId,
  post.guard.status,
  post.guard.assigneeId,
  post.guard.lastEndUserChannel,
  newId(),
  post.wake?.dueAt ?? null,
  post.wake?.scheduledAt ?? post.wake?.dueAt ?? null,
  post.message.postedAt,
  ...postedValues(post.message),
];

const isClientRepeat = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === UNIQUE_VIOLATION &&
  "constraint" in error &&
  error.constraint === "message_client_once";

async function earlier(pool: Pool, post: HotPost): ReturnType<HotPosts["post"]> {
  const { author, clientId } = post.message;
  const found = await pool.query<{ seq: number; posted_at: number; revision: number }>(
    `select message.seq, posted_at, conversation.revision
     from message join conversation on conversation.id = message.conversation_id
     where conversation_id = $1 and author_id = $2 and client_id = $3`,
    [post.conversationId, author.kind === "system" ? null : author.id, clientId],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error(`the earlier message with client id ${clientId ?? "none"} is not to be found`);
  return { kind: "repeat", seq: seq(row.seq), revision: revision(row.revision), postedAt: instant(row.posted_at) };
}
