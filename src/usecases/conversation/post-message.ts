import { decideContent } from "../../domain/attachments/attachment.ts";
import { decideEndUserPost, decideMutedPost, next } from "../../domain/conversation/posting.ts";
import type { SiteFacts } from "../../domain/conversation/site-facts.ts";
import {
  type AttachmentId,
  type ClientId,
  type ConversationId,
  type Instant,
  messageId,
  type Revision,
  type Seq,
} from "../../domain/ids.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, NewId } from "../../ports/system.ts";
import { noConversationOfTheirs } from "../../steps/conversation/require-conversation.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
}

interface Post {
  readonly conversationId: ConversationId;
  readonly clientId: ClientId;
  readonly text: string;
  /** Uploaded before; not given: none. */
  readonly attachments?: readonly AttachmentId[];
  /** The seq that the widget was showing. */
  readonly shownUpTo: Seq;
  /** What the page says beside it; not given: nothing. */
  readonly siteFacts?: SiteFacts;
}

interface Posted {
  readonly seq: Seq;
  readonly revision: Revision;
  readonly postedAt: Instant;
}

/** The end user writes in the widget. Safe to send again: the client id answers with the earlier seq. */
export function postMessage(deps: Deps, principal: WidgetPrincipal, post: Post): Promise<Result<Posted, Refusal>> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const ground = await tx.access.lockForPost(principal.sessionId, { ...post, now });
    if (ground === null) return noConversationOfTheirs();
    const { locked, earlier, endUser } = ground;
    const { head } = locked;
    if (earlier !== null) return ok({ ...earlier, revision: head.revision });
    if (head.status === "closed") {
      return refuse("conversation-closed", "This conversation is closed: start a new one.");
    }
    const content = decideContent(
      post.text,
      await tx.attachments.takeUploads(principal.sessionId, post.attachments ?? []),
    );
    if (!content.ok) return content;
    // A blocked person reads that it was sent, and agents see nothing of it.
    const decide = endUser.blocked ? decideMutedPost : decideEndUserPost;
    const change = decide(
      locked,
      {
        id: messageId(deps.newId()),
        endUserId: head.endUserId,
        name: endUser.name,
        channel: "messaging",
        ...content.value,
        cut: null,
        clientId: post.clientId,
        inboundMailId: null,
        shownUpTo: post.shownUpTo,
        ...(post.siteFacts === undefined ? {} : { siteFacts: post.siteFacts }),
      },
      now,
    );
    const revision = await tx.conversations.apply(locked, change);
    return ok({ seq: next(head), revision, postedAt: now });
  });
}
