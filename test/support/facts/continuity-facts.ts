/** Marie's afternoon: facts for the tests of the continuity rule. */
import { expect } from "vitest";
import {
  type ContinuityFacts,
  type Presence,
  type ReplyFact,
  decideContinuity,
} from "../../../src/domain/continuity/continuity.ts";
import { type Instant, type Seq, MINUTE, SECOND, emailAddress, instant, millis, seq } from "../../../src/domain/ids.ts";

/** "14:00" or "14:00:12", on one day. */
export const at = (clock: string): Instant => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  return instant(Date.UTC(2026, 0, 5, hours, minutes, seconds));
};

export const A: ReplyFact = {
  seq: seq(2),
  postedAt: at("14:00"),
  editedAt: null,
  editingSince: null,
  fate: "waiting",
  inDelivery: false,
};
export const B: ReplyFact = { ...A, seq: seq(3), postedAt: at("14:05") };
export const CONNECTED: Presence = { kind: "connected" };
export const NEVER: Presence = { kind: "gone", since: null };
export const left = (clock: string): Presence => ({ kind: "gone", since: at(clock) });
export const byMail = (clock: string) => ({ channel: "email", at: at(clock) }) as const;
export const byWidget = (clock: string) => ({ channel: "messaging", at: at(clock) }) as const;

export const DELAYS: ContinuityFacts["delays"] = {
  inactiveAfter: millis(10 * MINUTE),
  goneAfter: millis(2 * MINUTE),
  byMailAfter: millis(30 * SECOND),
  finishedWhileConnectedAfter: MINUTE,
  settleFor: millis(15 * SECOND),
  settleAtMost: millis(5 * MINUTE),
  betweenMails: millis(5 * MINUTE),
  reconnectWithin: millis(20 * SECOND),
};

/** Marie wrote in the widget at 13:45, was last attentive at 13:49, and has the page open; A was posted at 14:00. */
export const ONE_REPLY: ContinuityFacts = {
  enabled: true,
  missingPrerequisite: null,
  status: "open",
  address: emailAddress("marie@example.com"),
  suppressed: false,
  stopped: false,
  lastEndUserMessage: byWidget("13:45"),
  readUpTo: seq(1),
  lastReadAt: null,
  lastAttentionAt: at("13:49"),
  presence: CONNECTED,
  lastMailAt: null,
  replies: [A],
  upSince: at("08:00"),
  delays: DELAYS,
};
export const given = (change: Partial<ContinuityFacts>): ContinuityFacts => ({ ...ONE_REPLY, ...change });

/** Waits until exactly then, and then sends exactly these. */
export function expectMailAt(facts: ContinuityFacts, clock: string, seqs: readonly Seq[]): void {
  const before = decideContinuity(facts, instant(at(clock) - 1));
  expect(before).toMatchObject({ kind: "wait", until: at(clock) });
  expect(decideContinuity(facts, at(clock))).toMatchObject({ kind: "send", seqs });
}
