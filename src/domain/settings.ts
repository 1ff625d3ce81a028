/** The account's settings, the switch and what it needs (PRODUCT.md §7). */
import type { ContinuityDelays } from "./continuity.ts";
import { HOUR, type Instant, type Locale, MINUTE, millis, type Millis, SECOND } from "./ids.ts";

export type Prerequisite = "messaging" | "agent-workspace" | "chat-agent" | "support-address";

export interface Account {
  readonly name: string;
  readonly timeZone: string;
  readonly defaultLocale: Locale;
  readonly locales: readonly Locale[];
  readonly agentWorkspaceOn: boolean;
  /** *Switch messaging conversations to email*. */
  readonly continuityOn: boolean;
  /** Replies written before this leave only by *send now*; null: never switched on. */
  readonly continuityOnSince: Instant | null;
  /** Since when a prerequisite has been missing while the switch is on; null: none is. */
  readonly prerequisiteLostAt: Instant | null;
  readonly delays: ContinuityDelays;
  readonly closeAfterDays: number;
}

/** The defaults of PRODUCT.md §2. */
export const DEFAULT_DELAYS: ContinuityDelays = {
  inactiveAfter: millis(10 * MINUTE),
  goneAfter: millis(2 * MINUTE),
  byMailAfter: millis(30 * SECOND),
  finishedWhileConnectedAfter: MINUTE,
  settleFor: millis(15 * SECOND),
  settleAtMost: millis(5 * MINUTE),
  betweenMails: millis(5 * MINUTE),
  reconnectWithin: millis(20 * SECOND),
};

/** A prerequisite mended within this: what waited goes; later, the agent is asked (PRODUCT.md §7). */
export const MENDED_IN_TIME: Millis = millis(24 * HOUR);

/** What is there of what the switch needs. */
export interface PrerequisiteFacts {
  /** Some brand has messaging on. */
  readonly messagingOn: boolean;
  readonly agentWorkspaceOn: boolean;
  readonly agentsWithChatAccess: number;
  readonly supportAddresses: number;
}

/** Each prerequisite with whether it is met, in the order the page shows. */
export function prerequisites(facts: PrerequisiteFacts): readonly { readonly name: Prerequisite; readonly met: boolean }[] {
  return [
    { name: "messaging", met: facts.messagingOn },
    { name: "agent-workspace", met: facts.agentWorkspaceOn },
    { name: "chat-agent", met: facts.agentsWithChatAccess > 0 },
    { name: "support-address", met: facts.supportAddresses > 0 },
  ];
}

export const firstMissing = (facts: PrerequisiteFacts): Prerequisite | null =>
  prerequisites(facts).find((each) => !each.met)?.name ?? null;
