import { decideContent } from "../../domain/attachments/attachment.ts";
import { decideAgentPost, next } from "../../domain/conversation/posting.ts";
import {
  type AttachmentId,
  type ClientId,
  type ConversationId,
  type Instant,
  messageId,
  type Revision,
  type Seq,
} from "../../domain/ids.ts";
import { closesAt } from "../../domain/conversation/handling.ts";
import { type Change, isEmpty, type Wake } from "../../domain/change.ts";
import type { Conversation, NewMessage } from "../../domain/conversation/conversation.ts";
import type { SettableStatus } from "../../domain/conversation/status.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import { requireConversation } from "../../steps/conversation/require-conversation.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Reply {
  readonly conversationId: ConversationId;
  readonly clientId: ClientId;
  readonly text: string;
  /** Uploaded before; not given: none. */
  readonly attachments?: readonly AttachmentId[];
  readonly visibility: "public" | "note";
  readonly status: SettableStatus | null;
}

interface Replied {
  readonly seq: Seq;
  readonly revision: Revision;
  readonly postedAt: Instant;
}

/**
 * An agent replies, or writes a note. Where nothing but the post happens it takes the hot path: one statement, guarded
 * by what the decision relied on. Safe to send again: the client id answers with the earlier seq.
 */
export async function postReply(deps: Deps, agent: AgentIdentity, reply: Reply): Promise<Result<Replied, Refusal>> {
  const now = deps.clock.now();
  const post = { ...reply, id: messageId(deps.newId()), agent };
  const head = await deps.store.hot.recallHead(reply.conversationId);
  const hot = head === null ? null : await postHot(deps, head, post, now);
  return hot === null ? postGenerally(deps, post, now) : ok(hot);
}

type PostBy = Reply & { readonly id: NewMessage["id"]; readonly agent: AgentIdentity };

/** Null: more happens than the post, or the head was not as remembered; a refusal too is told from the locked row only. */
async function postHot(deps: Deps, head: Conversation, post: PostBy, now: Instant): Promise<Replied | null> {
  // Files are taken in a transaction.
  if (post.attachments !== undefined && post.attachments.length > 0) return null;
  const content = decideContent(post.text, []);
  if (!content.ok) return null;
  const decided = decideAgentPost(head, { ...post, ...content.value }, now);
  const message = decided.ok ? onlyPost(decided.value) : null;
  if (!decided.ok || message === null) {
    deps.store.hot.forgetHead(head.id);
    return null;
  }
  const posted = await deps.store.hot.post({
    conversationId: head.id,
    message,
    guard: {
      status: head.status,
      assigneeId: head.assigneeId,
      lastEndUserChannel: head.lastEndUserMessage?.channel ?? null,
    },
    wake: decided.value.wakes[0] ?? null,
  });
  if (posted === null) return null;
  return { seq: posted.seq, revision: posted.revision, postedAt: posted.kind === "repeat" ? posted.postedAt : now };
}

/** The message, where posting it is all that happens to the conversation; null: more happens. */
function onlyPost(change: Change): NewMessage | null {
  const { lastMessageAt: _, ...rest } = change.head;
  const [message, ...others] = change.posts;
  if (message === undefined || others.length > 0) return null;
  return isEmpty({ ...change, head: rest, posts: [], wakes: [], events: [] }) ? message : null;
}

function postGenerally(deps: Deps, post: PostBy, now: Instant): Promise<Result<Replied, Refusal>> {
  return deps.store.transaction(async (tx) => {
    const found = await requireConversation(tx, post.conversationId);
    if (!found.ok) return found;
    const locked = found.value;
    const earlier = await tx.conversations.findPosted(locked.head.id, post.agent.id, post.clientId);
    if (earlier !== null) return ok({ ...earlier, revision: locked.head.revision });
    const content = decideContent(post.text, await tx.attachments.takeUploads(post.agent.id, post.attachments ?? []));
    if (!content.ok) return content;
    const decided = decideAgentPost(locked.head, { ...post, ...content.value }, now);
    if (!decided.ok) return decided;
    const account = await tx.settings.findAccount();
    const wakes = closing(locked.head, decided.value, account?.closeAfterDays ?? null, now);
    const revision = await tx.conversations.apply(locked, {
      ...decided.value,
      wakes: [...decided.value.wakes, ...wakes],
    });
    return ok({ seq: next(locked.head), revision, postedAt: now });
  });
}

/** Solving with the reply starts the days after which a solved conversation closes by itself. */
function closing(head: Conversation, change: Change, days: number | null, now: Instant): readonly Wake[] {
  const solves = change.head.status === "solved" && head.status !== "solved";
  return solves && days !== null ? [{ kind: "close-solved", dueAt: closesAt(now, days) }] : [];
}
