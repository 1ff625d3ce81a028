import type { Instant } from "../../domain/ids.ts";
import type { Perishable } from "../../domain/retention/retention.ts";

/** Deletes what nothing needs any more. */
export interface RetentionTx {
  /**
   * Deletes the oldest that ended before `before`, `atMost` of them, and passes over what somebody holds this moment.
   * Answers how many there were: fewer than `atMost` says that no more are to be had now.
   */
  forget(what: Perishable, before: Instant, atMost: number): Promise<number>;
}
