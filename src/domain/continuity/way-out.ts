/** Whether mail gets out at all: asked before anybody is promised one (product.md §6.6). */
import type { Channel } from "../conversation/conversation.ts";
import type { Account } from "../settings/settings.ts";

/** What decides it, whatever the address. */
export interface WayOutFacts extends Pick<Account, "continuityOn" | "prerequisiteLostAt"> {
  /** False: no mail leaves this installation. */
  readonly hasRelay: boolean;
  /** It does not let us in, as things stand. */
  readonly hasTrouble: boolean;
  /** Of the end user's last message; null: none yet. */
  readonly lastChannel: Channel | null;
}

/** Whether an unread reply would leave by mail. The switch, and what it needs, govern messaging only (product.md §4.14). */
export function hasWayOut(facts: WayOutFacts): boolean {
  if (!facts.hasRelay || facts.hasTrouble) return false;
  return facts.lastChannel === "email" || (facts.continuityOn && facts.prerequisiteLostAt === null);
}
