import type { LockedConversation } from "../../domain/conversation/conversation.ts";
import type { ClientId, ConversationId, Instant, Seq, SessionId } from "../../domain/ids.ts";
import type { EndUser } from "../../domain/people/end-user.ts";

/** All that the post of an end user is decided by, read under the lock. */
interface PostGround {
  readonly locked: LockedConversation;
  /** Where a message with this client id stands already; null: it is new. */
  readonly earlier: { readonly seq: Seq; readonly postedAt: Instant } | null;
  readonly endUser: EndUser;
}

/** Which browser session may open which conversation (product.md §5.1). */
export interface AccessTx {
  grant(sessionId: SessionId, id: ConversationId, via: "started" | "identity"): Promise<void>;
  /** Only as long as its link stands, and until then. Redeemed again, it lives longer. */
  grantByLink(
    sessionId: SessionId,
    id: ConversationId,
    by: { readonly link: Uint8Array; readonly expiresAt: Instant },
  ): Promise<void>;
  /** Whoever may open `from` may open `to`: a follow-up. */
  inherit(from: ConversationId, to: ConversationId): Promise<void>;
  mayOpen(sessionId: SessionId, id: ConversationId, now: Instant): Promise<boolean>;
  /** Whether this session opens conversations, and this is not one of them. */
  opensOnlyOthers(sessionId: SessionId, id: ConversationId, now: Instant): Promise<boolean>;
  /** Locks the conversation until the transaction ends, where this session may open it; null: it may not. */
  lockForPost(
    sessionId: SessionId,
    post: { readonly conversationId: ConversationId; readonly clientId: ClientId; readonly now: Instant },
  ): Promise<PostGround | null>;
}
