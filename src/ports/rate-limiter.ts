import type { Instant } from "../domain/ids.ts";

/** Windows of requests, shared by all processes. */
export interface RateLimiter {
  /** Takes one from the window; null: taken. Else it is used up, and opens again then. */
  take(key: string, limit: { readonly most: number; readonly within: number }, now: Instant): Promise<Instant | null>;
  /** Puts one back that was taken. */
  giveBack(key: string): Promise<void>;
}
