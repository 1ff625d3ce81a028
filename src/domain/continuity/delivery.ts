/**
 * Life of one outgoing mail to one recipient: what an attempt makes of it, whether it is still wanted before the next
 * one, and when an address is mailed no more (mail-rules.md rules 1–5 and 23).
 */
import {
  type ContinuityDecision,
  type ContinuityFacts,
  type SkipReason,
  type WaitReason,
  decideContinuity,
  decideSendNow,
} from "./continuity.ts";
import {
  type EmailAddress,
  type Instant,
  type Millis,
  type Seq,
  HOUR,
  MINUTE,
  SECOND,
  earliest,
  later,
  millis,
} from "../ids.ts";
import { unreachable } from "../result.ts";

export const DELIVERY_STATES = [
  "queued",
  "sending",
  "accepted",
  "deferred",
  "ambiguous",
  "refused",
  "cancelled",
  "bounced",
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why an address is mailed no more. */
export const SUPPRESSED_BECAUSE = ["bounced", "complained", "not-me"] as const;
export type SuppressedBecause = (typeof SUPPRESSED_BECAUSE)[number];

/** What a delivery hears. The outcome of an attempt comes through `decideNextAttempt`, which says the state as well. */
export type DeliveryEvent = "leased" | "lease-lapsed" | "cancelled" | "bounced" | "proved-arrived";

/** What the next server said of one attempt. */
export type AttemptOutcome =
  /** 250 after the final dot. */
  | { readonly kind: "accepted" }
  /** 4yz, or no connection: cleanly not taken. `ofRelay`: the relay's own trouble. */
  | { readonly kind: "deferred"; readonly ofRelay?: true }
  /** Cut after the final dot, or the lease lapsed in mid-attempt: taken or not, nobody knows. */
  | { readonly kind: "ambiguous" }
  /** 5yz. */
  | { readonly kind: "refused" };

/** The past of a delivery, the attempt that just ended included. */
export interface AttemptHistory {
  readonly firstTriedAt: Instant;
  /** From 1. */
  readonly attempts: number;
  /** An earlier attempt ended ambiguously: id and bytes are frozen for good. */
  readonly wasAmbiguous: boolean;
}

export type NextAttempt =
  | { readonly kind: "done"; readonly state: "accepted" }
  | { readonly kind: "retry"; readonly state: "deferred" | "ambiguous"; readonly at: Instant }
  | {
      readonly kind: "give-up";
      readonly state: "refused";
      readonly because: "refused" | "expired";
      readonly mayHaveArrived: boolean;
    };

/** After the last of these, every four hours. */
const RETRY_AFTER: readonly [Millis, ...Millis[]] = [
  millis(5 * MINUTE),
  millis(15 * MINUTE),
  millis(30 * MINUTE),
  millis(1 * HOUR),
  millis(2 * HOUR),
  millis(4 * HOUR),
];
/** A relay that has trouble of its own is ours to watch: this soon, then every five minutes. */
const RELAY_RETRY_AFTER: readonly [Millis, ...Millis[]] = [
  millis(30 * SECOND),
  millis(1 * MINUTE),
  millis(2 * MINUTE),
  millis(5 * MINUTE),
];
/** Soon: the person may be waiting, and a repeat is recognised by its Message-ID. */
const AMBIGUOUS_RETRY_AFTER: Millis = MINUTE;
const GIVE_UP_AFTER: Millis = millis(48 * HOUR);
/** Retries of many mails to one server that was down do not come back all at once: ±10 %. */
const JITTER = 0.1;

/** The last attempt is made then. */
export const giveUpAt = (firstTriedAt: Instant): Instant => later(firstTriedAt, GIVE_UP_AFTER);

/** What follows an attempt. `chance`: 0 … 1, drawn by the caller. The last attempt is made 48 h after the first. */
export function decideNextAttempt(
  history: AttemptHistory,
  outcome: AttemptOutcome,
  chance: number,
  now: Instant,
): NextAttempt {
  const mayHaveArrived = history.wasAmbiguous || outcome.kind === "ambiguous";
  switch (outcome.kind) {
    case "accepted":
      return { kind: "done", state: "accepted" };
    case "refused":
      return { kind: "give-up", state: "refused", because: "refused", mayHaveArrived };
    case "deferred":
    case "ambiguous": {
      const deadline = giveUpAt(history.firstTriedAt);
      if (now >= deadline) return { kind: "give-up", state: "refused", because: "expired", mayHaveArrived };
      const at = earliest(later(now, retryAfter(history, outcome, chance)), deadline);
      return { kind: "retry", state: mayHaveArrived ? "ambiguous" : "deferred", at };
    }
    default:
      return unreachable(outcome);
  }
}

function retryAfter(history: AttemptHistory, outcome: AttemptOutcome, chance: number): Millis {
  const isFirstAmbiguous = outcome.kind === "ambiguous" && !history.wasAmbiguous;
  const schedule = outcome.kind === "deferred" && outcome.ofRelay === true ? RELAY_RETRY_AFTER : RETRY_AFTER;
  const step = schedule.at(Math.min(history.attempts, schedule.length) - 1) ?? schedule[0];
  const span = isFirstAmbiguous ? AMBIGUOUS_RETRY_AFTER : step;
  return millis(Math.round(span * (1 - JITTER + 2 * JITTER * chance)));
}

const TRANSITIONS: Record<DeliveryEvent, Partial<Record<DeliveryState, DeliveryState>>> = {
  leased: { queued: "sending", deferred: "sending", ambiguous: "sending" },
  "lease-lapsed": { sending: "ambiguous" },
  // What is being sent can no longer be called back.
  cancelled: { queued: "cancelled", deferred: "cancelled", ambiguous: "cancelled" },
  // A report can overtake the outcome of the attempt that it is about.
  bounced: { sending: "bounced", accepted: "bounced", ambiguous: "bounced" },
  "proved-arrived": { ambiguous: "accepted" },
};

/** The state after an event. Where the event means nothing, the same state: reports come late, twice and in any order. */
export function nextDeliveryState(state: DeliveryState, event: DeliveryEvent): DeliveryState {
  return TRANSITIONS[event][state] ?? state;
}

/** A mail that was written and has not been accepted. */
export interface PendingMail {
  readonly to: EmailAddress;
  /** The replies that were to go. */
  readonly seqs: readonly Seq[];
  /** Those of them that fitted in. */
  readonly carried: readonly Seq[];
  readonly isSendNow: boolean;
  /** An attempt ended ambiguously. */
  readonly isFrozen: boolean;
  /** Of the content of the carried replies when it was written. */
  readonly fingerprint: string;
}

type StillWanted =
  /** The same id and the same bytes. */
  | { readonly kind: "as-is" }
  /** Cancel it and write another, with an id of its own. */
  | { readonly kind: "anew"; readonly decision: Extract<ContinuityDecision, { kind: "send" }> }
  /** Cancel it: the replies wait again. */
  | { readonly kind: "later"; readonly until: Instant; readonly because: WaitReason }
  /** Cancel it. */
  | { readonly kind: "unwanted"; readonly because: SkipReason };

/**
 * Judges a mail again before each attempt, in the transaction that takes the lease. `fingerprintNow`: of the content of
 * the carried replies as they are now. A frozen mail may lie in the mailbox already, so it is repeated or given up,
 * never rewritten.
 */
export function stillWanted(
  mail: PendingMail,
  facts: ContinuityFacts,
  fingerprintNow: string,
  now: Instant,
): StillWanted {
  // For the rule its own replies are in no delivery, or it would never leave.
  const replies = facts.replies.map((reply) =>
    mail.seqs.includes(reply.seq) ? { ...reply, inDelivery: false } : reply,
  );
  if (mail.isFrozen) return frozenStillWanted(mail, { ...facts, replies });

  const decision = mail.isSendNow ? decideSendNow({ ...facts, replies }) : decideContinuity({ ...facts, replies }, now);
  switch (decision.kind) {
    case "skip":
      return { kind: "unwanted", because: decision.because };
    case "wait":
      return { kind: "later", until: decision.until, because: decision.because };
    case "send":
      return isSame(mail, decision, fingerprintNow) ? { kind: "as-is" } : { kind: "anew", decision };
    default:
      return unreachable(decision);
  }
}

/** Something that it carries still waits, and nothing but time speaks against it. */
function frozenStillWanted(mail: PendingMail, facts: ContinuityFacts): StillWanted {
  const replies = facts.replies.filter((reply) => mail.carried.includes(reply.seq));
  const decision = decideSendNow({ ...facts, replies });
  if (decision.kind === "skip") return { kind: "unwanted", because: decision.because };
  return { kind: "as-is" };
}

function isSame(
  mail: PendingMail,
  decision: { readonly to: EmailAddress; readonly seqs: readonly Seq[] },
  fingerprintNow: string,
): boolean {
  const isSameSeqs = mail.seqs.length === decision.seqs.length && mail.seqs.every((s) => decision.seqs.includes(s));
  return isSameSeqs && mail.to === decision.to && mail.fingerprint === fingerprintNow;
}

/** Bad news about an address. Only a report that carries a key of ours may come here. */
export type AddressFailure =
  | { readonly kind: "complaint" }
  /** `status`: the enhanced code of RFC 3463, such as `5.1.1`; null: none was found. */
  | { readonly kind: "bounce"; readonly isPermanent: boolean; readonly status: string | null };

type SuppressionReason = "complaint" | "undeliverable" | "too-many-failures";

/** Codes that speak of the address, not of this mail: no such mailbox, no such host, a null MX, a disabled mailbox. */
const DEAD_ADDRESS: ReadonlySet<string> = new Set(["5.1.1", "5.1.2", "5.1.10", "5.2.1"]);
const FAILURES_AT_MOST = 3;
const FAILURES_WITHIN: Millis = millis(7 * 24 * HOUR);

/** Whether the address is mailed no more. `earlierAt`: its earlier failures. Null: it is. */
export function decideSuppression(
  failure: AddressFailure,
  earlierAt: readonly Instant[],
  now: Instant,
): SuppressionReason | null {
  if (failure.kind === "complaint") return "complaint";
  if (failure.isPermanent && failure.status !== null && DEAD_ADDRESS.has(failure.status)) return "undeliverable";
  const recent = earlierAt.filter((at) => later(at, FAILURES_WITHIN) > now);
  return recent.length + 1 >= FAILURES_AT_MOST ? "too-many-failures" : null;
}
