import type { ConnectionId, ConversationId, Instant, SessionId } from "../../domain/ids.ts";

interface BeatTimes {
  readonly startedAt: Instant;
  /** The beat before; null: this is the first. */
  readonly lastAt: Instant | null;
  readonly now: Instant;
  readonly until: Instant;
}

/** Live sockets of end users: each a lease. */
export interface PresenceTx {
  open(connection: {
    readonly id: ConnectionId;
    readonly sessionId: SessionId;
    readonly openedAt: Instant;
    readonly until: Instant;
  }): Promise<void>;
  /**
   * The lease of a page that asks by HTTP, where it is this session's and has not been closed: until `until`, if it ends before
   * `ifBefore`. False: there is none.
   */
  renewOwn(
    connection: { readonly id: ConnectionId; readonly sessionId: SessionId },
    lease: { readonly until: Instant; readonly ifBefore: Instant },
  ): Promise<boolean>;
  /** A session is never shortened; one that a link opened ends when it ends. */
  prolong(id: SessionId, use: { readonly lastUsedAt: Instant; readonly expiresAt: Instant }): Promise<void>;
  /** Answers whose it was; null: it is closed already. */
  close(id: ConnectionId, at: Instant): Promise<SessionId | null>;
  /** Closes what was not renewed, as of the end of its lease; answers whose they were. */
  closeLapsed(now: Instant): Promise<readonly SessionId[]>;
  /** The conversations in which a reply waits for one of these people. */
  findWaiting(sessions: readonly SessionId[]): Promise<readonly ConversationId[]>;
}

/** What the processes of an installation write down at their beat, and since when it has been up without a break. */
export interface PresenceBook {
  /** What lapsed while its socket lived is taken up again; what closed stays closed. */
  renew(ids: readonly ConnectionId[], until: Instant): Promise<void>;
  /**
   * This process is alive until `until`; the first of an installation begins a new uptime (product.md §2.4). Answers whether
   * another has fallen silent since the beat before: its jobs are due again, and what it was about to ring is lost.
   */
  beat(processId: string, times: BeatTimes): Promise<{ readonly isSomebodyGone: boolean }>;
  /** Departures count anew from now: a clock has leapt over the time in which people could have been seen. */
  beginAnew(now: Instant): Promise<void>;
  /** By how many milliseconds the clock of this process's machine is ahead of the time that counts; 0: it is right. */
  noteClock(processId: string, aheadMs: number): Promise<void>;
  /** This process stops: its sockets are left to lapse, since a restart is not leaving. */
  leave(processId: string): Promise<void>;
}
