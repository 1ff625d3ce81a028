import type { AgentId, Instant } from "../../domain/ids.ts";

/** Links that choose a new password, by the hash of their token. */
export interface PasswordResetTx {
  insert(reset: {
    readonly tokenHash: Uint8Array;
    readonly agentId: AgentId;
    readonly now: Instant;
    readonly expiresAt: Instant;
  }): Promise<void>;
  /** Whose password it chooses; null: unknown, spent or expired. Reading spends nothing. */
  find(tokenHash: Uint8Array, now: Instant): Promise<AgentId | null>;
  /** The same, and it is spent: of two who try at once one gets null. */
  take(tokenHash: Uint8Array, now: Instant): Promise<AgentId | null>;
  /** Every link of theirs, and whatever has expired. */
  forget(agentId: AgentId, now: Instant): Promise<void>;
}
