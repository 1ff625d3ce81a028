import type { Wake } from "../../domain/change.ts";
import type { Channel, Conversation, NewMessage } from "../../domain/conversation/conversation.ts";
import type { ConversationId, Instant, Revision, Seq } from "../../domain/ids.ts";

/** A post of which nothing else follows, with exactly the facts it relied on. */
export interface HotPost {
  readonly conversationId: ConversationId;
  readonly message: NewMessage;
  /** The post holds only while these hold. */
  readonly guard: Pick<Conversation, "status" | "assigneeId"> & { readonly lastEndUserChannel: Channel | null };
  /** Asks the continuity rule; null: not at all. */
  readonly wake: Wake | null;
}

/**
 * The hot write path: one named statement bumps seq and revision where the guard still holds, inserts, and wakes the job.
 * Null: the guard failed, or triggers wait for messages; take the general path. A client id seen before throws nothing:
 * `kind: "repeat"` tells where the earlier message stands.
 */
export interface HotPosts {
  loadHead(id: ConversationId): Promise<Conversation | null>;
  /** As this process last read it, which may be long ago: good for a guarded post, not for refusing one. Null: gone. */
  recallHead(id: ConversationId): Promise<Conversation | null>;
  /** More happens than a post, by the head that is remembered: that head is old, or is so in a moment. */
  forgetHead(id: ConversationId): void;
  post(
    post: HotPost,
  ): Promise<
    | { readonly kind: "posted"; readonly seq: Seq; readonly revision: Revision }
    | { readonly kind: "repeat"; readonly seq: Seq; readonly revision: Revision; readonly postedAt: Instant }
    | null
  >;
}
