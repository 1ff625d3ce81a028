import type { SuppressedBecause } from "../../domain/continuity/delivery.ts";
import type { ConversationId, EmailAddress, Instant } from "../../domain/ids.ts";

/** Addresses that are mailed no more, whatever the conversation. */
export interface SuppressionTx {
  /** The first reason stays. `detail`: in the mail system's words; null: none. */
  suppress(address: EmailAddress, because: SuppressedBecause, detail: string | null, now: Instant): Promise<void>;
  /** It is not mailed because it bounced; whoever else wants no mail is nobody's business. */
  hasBounced(address: EmailAddress): Promise<boolean>;
  /** The address bounced, and has written to us, proved: it is mailed again. No other reason is lifted. */
  liftBounce(address: EmailAddress): Promise<void>;
  /** Takes it off the list; null: it was not on it. */
  lift(address: EmailAddress): Promise<{ readonly because: SuppressedBecause; readonly at: Instant } | null>;
  /**
   * The conversations with this address that gave it up, or hold replies that waited for it; by id, so that all who lock
   * several do so in one order.
   */
  loadConcerned(address: EmailAddress): Promise<readonly ConversationId[]>;
}
