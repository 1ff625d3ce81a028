/** *Switch messaging conversations to email*: what saving the tab does (product.md §7). */
import type { ContinuityDelays } from "../continuity/continuity.ts";
import { type Instant, instant } from "../ids.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";
import type { Account, Prerequisite } from "./settings.ts";
import type { Review } from "../continuity/waiting-replies.ts";

/** What an admin saves on Objects and rules › Tickets › Settings. */
export interface TicketSettings {
  readonly continuityOn: boolean;
  /** `reconnectWithin` is ours, not an admin's. */
  readonly delays: Omit<ContinuityDelays, "reconnectWithin">;
  readonly closeAfterDays: number;
  readonly deactivateAwayMessage: boolean;
  /** The second step of turning off, in the same save. Means nothing while the switch is on. */
  readonly deactivateRequestEmail: boolean;
}

export interface SwitchDecision {
  readonly account: Partial<Account>;
  /** What becomes of the replies that wait. */
  readonly review: Review;
  /** Activate: make it, or revive the one there is; never a second. */
  readonly requestEmail: "activate" | "deactivate" | "leave";
  readonly awayMessage: "deactivate" | "leave";
}

/** `missing`: the first prerequisite that is not met; null: all are. It bars turning on, not saving what is on. */
export function decideSwitch(
  account: Account,
  saved: TicketSettings,
  missing: Prerequisite | null,
  now: Instant,
): Result<SwitchDecision, Refusal> {
  const turnsOn = saved.continuityOn && !account.continuityOn;
  const turnsOff = !saved.continuityOn && account.continuityOn;
  if (turnsOn && missing !== null) {
    return refuse("prerequisite-missing", `The switch needs ${missing} first.`, { missing });
  }
  return ok({
    account: {
      delays: { ...account.delays, ...saved.delays },
      closeAfterDays: saved.closeAfterDays,
      continuityOn: saved.continuityOn,
      ...(turnsOn ? { continuityOnSince: now } : {}),
      ...(turnsOn || turnsOff ? { prerequisiteLostAt: null } : {}),
    },
    review: reviewAfter({ turnsOn, turnsOff }, now),
    requestEmail: turnsOn ? "activate" : saved.deactivateRequestEmail && !saved.continuityOn ? "deactivate" : "leave",
    awayMessage: saved.deactivateAwayMessage ? "deactivate" : "leave",
  });
}

/** Turning on concerns replies written since; turning off cancels what waits; new delays only ask the rule anew. */
function reviewAfter(change: { readonly turnsOn: boolean; readonly turnsOff: boolean }, now: Instant): Review {
  if (change.turnsOn) return { kind: "hold", because: "before-switch", upTo: instant(now - 1) };
  if (change.turnsOff) return { kind: "hold", because: "switched-off", upTo: now };
  return { kind: "ask-again" };
}
