/** What becomes of one reply, event by event. The words that agents read under a reply come from here. */
import type { Fate, WithheldBecause } from "./continuity.ts";
import { type Instant, type Millis, DAY, later, millis } from "../ids.ts";
import { unreachable } from "../result.ts";

/** A fate with the reason that goes with it. */
export type FateState =
  { readonly kind: "withheld"; readonly because: WithheldBecause } | { readonly kind: Exclude<Fate, "withheld"> };

export type FateEvent =
  /** The end user's read mark passed the reply. */
  | { readonly kind: "seen-on-site" }
  /** The next server took a mail that carries the reply. */
  | { readonly kind: "mail-accepted" }
  /** A mail that carries it came back for good, or was refused. A temporary failure is no event. */
  | { readonly kind: "mail-bounced" }
  /** The end user answered a mail that carries it, or a later one. */
  | { readonly kind: "answered-by-mail" }
  | { readonly kind: "withheld"; readonly because: WithheldBecause }
  /** Lifts one reason for withholding: the agent's hand, *Start again*, *send now* for replies from before the switch. */
  | { readonly kind: "released"; readonly from: WithheldBecause }
  /** A new, or a first, address came. */
  | { readonly kind: "address-came"; readonly postedAt: Instant; readonly now: Instant };

/** As long as a reply has one of these it may still be read: it counts on the badge and in the lists. */
export const UNREAD_FATES: readonly Fate[] = ["waiting", "withheld", "mailed", "bounced"];

/** Replies older than this when an address comes are mailed only if the agent says so. */
export const TOO_OLD_AFTER: Millis = millis(7 * DAY);

/**
 * The fate after an event. An event that changes nothing gives back the same object, so repeating one is safe.
 * What happened outranks what was intended: a mail that left although it was withheld has left.
 */
export function nextFate(current: FateState, event: FateEvent): FateState {
  switch (event.kind) {
    case "seen-on-site":
      // Who answered has read: the answer says more.
      return current.kind === "answered" ? current : become(current, "read");
    case "mail-accepted":
      return current.kind === "waiting" || current.kind === "withheld" ? { kind: "mailed" } : current;
    case "mail-bounced":
      return current.kind === "waiting" || current.kind === "mailed" ? { kind: "bounced" } : current;
    case "answered-by-mail":
      return become(current, "answered");
    case "withheld":
      return current.kind === "waiting" || current.kind === "bounced"
        ? { kind: "withheld", because: event.because }
        : current;
    case "released":
      return release(current, event.from);
    case "address-came":
      return readdress(current, event);
    default:
      return unreachable(event);
  }
}

const become = (current: FateState, kind: "read" | "answered"): FateState =>
  current.kind === kind ? current : { kind };

function release(current: FateState, from: WithheldBecause): FateState {
  const isLifted = current.kind === "withheld" && current.because === from;
  // A closed conversation mails nothing ever again.
  return isLifted && from !== "closed" ? { kind: "waiting" } : current;
}

/** What bounced waits again, for the new address; what is too old waits for the agent's word instead. */
function readdress(current: FateState, event: { readonly postedAt: Instant; readonly now: Instant }): FateState {
  if (current.kind !== "waiting" && current.kind !== "bounced") return current;
  if (event.now > later(event.postedAt, TOO_OLD_AFTER)) return { kind: "withheld", because: "too-old" };
  return current.kind === "bounced" ? { kind: "waiting" } : current;
}
