import type { Block, MutedMessage } from "../../domain/people/blocking.ts";
import type { BlockId, ConversationId, EndUserId } from "../../domain/ids.ts";

/** Whose messages reach nobody. */
export interface BlockTx {
  /** Nothing happens where the person, or the sender, is blocked already. A person's sender may be. */
  insert(block: Block): Promise<void>;
  find(id: BlockId): Promise<Pick<Block, "id" | "endUserId" | "sender"> | null>;
  remove(id: BlockId): Promise<void>;
  /** All conversations of a person, muted or not, in a steady order. */
  loadConversations(id: EndUserId): Promise<readonly ConversationId[]>;
  /** Oldest first. */
  loadMuted(id: ConversationId): Promise<readonly MutedMessage[]>;
  /** The mails that this block kept out go to triage. */
  returnMails(block: Pick<Block, "endUserId" | "sender">): Promise<void>;
}
