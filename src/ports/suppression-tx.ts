import type { EmailAddress, Instant } from "../domain/ids.ts";

/** Why an address is mailed no more. */
export type SuppressedBecause = "bounced" | "complained" | "not-me";

/** Addresses that are mailed no more, whatever the conversation. */
export interface SuppressionTx {
  /** The first reason stays. `detail`: in the mail system's words; null: none. */
  suppress(address: EmailAddress, because: SuppressedBecause, detail: string | null, now: Instant): Promise<void>;
  /** The address bounced, and has been given anew or has written to us: it is mailed again. No other reason is lifted. */
  liftBounce(address: EmailAddress): Promise<void>;
}
