import type { ConnectionId, ConversationId, Instant, SessionId } from "../../domain/ids.ts";

/** A live socket is a lease, renewed well before it ends: a process that dies leaves no ghost for longer than this. */
export const CONNECTION_LEASE_MS = 45_000;
export const CONNECTION_RENEWED_EVERY_MS = 20_000;

export interface BeatTimes {
  readonly startedAt: Instant;
  /** The beat before; null: this is the first. */
  readonly lastAt: Instant | null;
  readonly now: Instant;
  readonly until: Instant;
}

/** Live sockets of end users, and since when this installation has been up without a break. */
export interface PresenceBook {
  open(connection: { readonly id: ConnectionId; readonly sessionId: SessionId }, now: Instant): Promise<void>;
  renew(ids: readonly ConnectionId[], now: Instant): Promise<void>;
  /** Answers the conversations in which a reply waits for this person: the rule is asked about those. */
  close(id: ConnectionId, now: Instant): Promise<readonly ConversationId[]>;
  /**
   * This process is alive until `until`; the first of an installation begins a new uptime (product.md §2.4). Answers whether
   * another has fallen silent since the beat before: its jobs are due again, and what it was about to ring is lost.
   */
  beat(processId: string, times: BeatTimes): Promise<{ readonly isSomebodyGone: boolean }>;
  /** This process stops: its sockets are left to lapse, since a restart is not leaving. */
  leave(processId: string): Promise<void>;
}

/** Windows of requests, shared by all processes. */
export interface RateLimiter {
  /** Takes one from the window; false: it is used up. */
  take(key: string, limit: { readonly most: number; readonly within: number }, now: Instant): Promise<boolean>;
}
