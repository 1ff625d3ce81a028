import type { DeskId, Instant } from "../../domain/ids.ts";

/** A page of the workspace that is open in somebody's browser. */
export interface Desk {
  readonly id: DeskId;
  /** Of the session by which it was opened. */
  readonly tokenHash: Uint8Array;
  /** Nobody has touched it for long. */
  readonly isIdle: boolean;
}

/** Pages of the workspace that are open: each a lease, by which team members are there (product.md §9.7). */
export interface DeskTx {
  /** Opens, changes or renews; those whose session has ended are left out. */
  keep(desks: readonly Desk[], until: Instant): Promise<void>;
  /** The page has gone: its lease ends then, if not before. One that is opened meanwhile makes up for it. */
  letLapse(id: DeskId, at: Instant): Promise<void>;
  /** Takes away what was not renewed. */
  closeLapsed(now: Instant): Promise<void>;
}
