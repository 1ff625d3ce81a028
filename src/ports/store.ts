import type { Actor } from "../domain/audit/audit.ts";
import type { HotPosts } from "./conversation/hot-posts.ts";
import type { StoredMails } from "./mail/stored-mails.ts";
import type { Tx } from "./tx.ts";

/**
 * All-or-nothing units of work. What one queues is visible to workers, and rung on the bus, only once it has committed.
 * Nothing that leaves the house (SMTP, sockets) happens inside one.
 */
export interface Store {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same for what comes in bulk (jobs, mails, slices of files): so few at once that whoever waits before a screen finds a
   * connection free and the processor idle; fewer yet while somebody has waited within the last second. In the order in which they came; none within another.
   */
  inBulk<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same for small works that come in numbers: those that wait share a transaction, no two of them about the same
   * thing, which is what they lock first (`about`: its id). Where one fails all of them are undone, and then done again
   * each in a transaction of its own: so it fails alone, and a work does nothing that a transaction does not undo.
   */
  together<T>(about: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same store, for what this actor does: their events in the security log bear their name. Unasked: the house itself. */
  by(actor: Actor): Store;
  /** One-statement posting where nothing but the post happens; see `HotPosts`. */
  readonly hot: HotPosts;
  /** What came in, read outside any transaction. */
  readonly mails: StoredMails;
}
