/**
 * The continuity rule: when does an unread reply of an agent leave by e-mail? (product.md §2)
 *
 * Pure: the instant of the mail follows from the facts alone, `now` only says whether it has come. So any process may
 * ask at any time, and a wait ends where it said. Asked whenever a fact changes, when a wait is over, and, through
 * `stillWanted` in delivery.ts, before each attempt to send.
 */
import type { ConversationStatus } from "../conversation/status.ts";
import type { EmailAddress, Instant, Millis, Seq } from "../ids.ts";
import { earliest, later, latest } from "../ids.ts";
import type { MailCapName } from "./mail-caps.ts";
import { type Result, err, ok } from "../result.ts";

/** What has become of one reply. */
export type Fate = "waiting" | "withheld" | "mailed" | "bounced" | "answered" | "read";

/** Why a reply is kept from the mail. */
export type WithheldBecause =
  "by-agent" | "switched-off" | "before-switch" | "too-old" | "stopped-by-recipient" | "closed";

/** One public message of an agent, as far as the rule cares. */
export interface ReplyFact {
  readonly seq: Seq;
  readonly postedAt: Instant;
  /** Last edit; null: never edited. */
  readonly editedAt: Instant | null;
  /** Since when its author has it open for editing; null: not. */
  readonly editingSince: Instant | null;
  readonly fate: Fate;
  /** A delivery that is queued or in flight carries it. */
  readonly inDelivery: boolean;
}

/** Whether some session of the end user has a live socket. */
export type Presence =
  | { readonly kind: "connected" }
  /** `since`: the last disconnection; null: never connected. */
  | { readonly kind: "gone"; readonly since: Instant | null };

/** The spans of the rule. The first four and `betweenMails` are set by an admin, 5 s – 24 h. */
export interface ContinuityDelays {
  /** Case a: from the anchor. */
  readonly inactiveAfter: Millis;
  /** Case b: from the departure. */
  readonly goneAfter: Millis;
  /** Case c: from the anchor. */
  readonly byMailAfter: Millis;
  /** Case d, while the end user is connected: from the anchor. */
  readonly finishedWhileConnectedAfter: Millis;
  /** A reply may still be corrected for so long after it was posted or edited. */
  readonly settleFor: Millis;
  /** Replies that follow each other, or one that is open for editing, hold a due mail back no longer than this. */
  readonly settleAtMost: Millis;
  /** Least span between two mails in one silence. */
  readonly betweenMails: Millis;
  /** A gap in the connection shorter than this is no departure. */
  readonly reconnectWithin: Millis;
}

export interface ContinuityFacts {
  /** The switch *Switch messaging conversations to email*. It governs messaging only. */
  readonly enabled: boolean;
  /** What the switch needs and has lost; null: nothing. */
  readonly missingPrerequisite: string | null;
  readonly status: ConversationStatus;
  readonly address: EmailAddress | null;
  /** When the address was given, where that was after the conversation began: the clock starts no earlier. */
  readonly addressSince?: Instant;
  /** The address bounced for good, complained or was disowned. */
  readonly suppressed: boolean;
  /** The end user asked: stop e-mails about this conversation. */
  readonly stopped: boolean;
  /** Null: the end user has not written yet. */
  readonly lastEndUserMessage: { readonly channel: "messaging" | "email"; readonly at: Instant } | null;
  readonly readUpTo: Seq;
  readonly lastReadAt: Instant | null;
  /** Panel open, tab focused, input within 60 s: the last instant at which that held. */
  readonly lastAttentionAt: Instant | null;
  readonly presence: Presence;
  /** When the next server last accepted a mail of ours with replies of this conversation. */
  readonly lastMailAt: Instant | null;
  /** Public messages by agents, not deleted, in order. */
  readonly replies: readonly ReplyFact[];
  /** Start of the present uptime of the whole installation: departures count anew from here. */
  readonly upSince: Instant;
  readonly delays: ContinuityDelays;
}

/** The cases a, b, c and d of product.md §2.6. */
type Case = "inactive" | "gone" | "by-email" | "finished";

/** The last three: a cap on outgoing mail is reached; see mail-caps.ts. */
export type WaitReason = Case | "settling" | "between-mails" | "reconnecting" | MailCapName;

export type SkipReason =
  "nothing-waiting" | "in-delivery" | "closed" | "disabled" | "prerequisite" | "no-address" | "suppressed" | "stopped";

export type ContinuityDecision =
  | {
      readonly kind: "send";
      readonly to: EmailAddress;
      readonly seqs: readonly Seq[];
      readonly because: Case | "send-now";
    }
  | {
      readonly kind: "wait";
      readonly until: Instant;
      readonly because: WaitReason;
      readonly seqs: readonly Seq[];
    }
  | { readonly kind: "skip"; readonly because: SkipReason };

/** What is to become, now, of the replies that wait. */
export function decideContinuity(facts: ContinuityFacts, now: Instant): ContinuityDecision {
  const checked = check(facts);
  if (!checked.ok) return { kind: "skip", because: checked.error };

  const { to, waiting } = checked.value;
  const inactive = inactivity(facts, waiting[0]);
  const mail = mailInstant(facts, inactive, waiting);
  if (now < mail.at) return { kind: "wait", until: mail.at, because: mail.because, seqs: waiting.map(seqOf) };
  const settled = waiting.filter((reply) => settledAt(reply, facts.delays) <= now);
  return { kind: "send", to, seqs: settled.map(seqOf), because: inactive.because };
}

/** The same for *send now*: waits for nothing, but passes every other check, and takes all that waits. */
export function decideSendNow(facts: ContinuityFacts): ContinuityDecision {
  const checked = check(facts);
  if (!checked.ok) return { kind: "skip", because: checked.error };
  return { kind: "send", to: checked.value.to, seqs: checked.value.waiting.map(seqOf), because: "send-now" };
}

interface Due<Reason> {
  readonly at: Instant;
  readonly because: Reason;
}

type Waiting = readonly [ReplyFact, ...ReplyFact[]];

/** Everything that forbids a mail, whatever the time. */
function check(facts: ContinuityFacts): Result<{ readonly to: EmailAddress; readonly waiting: Waiting }, SkipReason> {
  const [first, ...rest] = facts.replies.filter((reply) => reply.fate === "waiting" && reply.seq > facts.readUpTo);
  if (first === undefined) return err("nothing-waiting");
  if (facts.status === "closed") return err("closed");
  if (!wroteByEmail(facts)) {
    if (!facts.enabled) return err("disabled");
    if (facts.missingPrerequisite !== null) return err("prerequisite");
  }
  if (facts.address === null) return err("no-address");
  if (facts.suppressed) return err("suppressed");
  if (facts.stopped) return err("stopped");
  // One mail at a time: what came later joins it when it is judged anew, or follows when its outcome is known.
  const waiting: Waiting = [first, ...rest];
  return waiting.some((reply) => reply.inDelivery) ? err("in-delivery") : ok({ to: facts.address, waiting });
}

/** When the conversation becomes inactive: the earliest of the cases that apply. */
function inactivity(facts: ContinuityFacts, first: ReplyFact): Due<Case> {
  const anchor = latest(first.postedAt, facts.lastAttentionAt ?? first.postedAt, facts.addressSince ?? first.postedAt);
  const presence = countedPresence(facts);
  const { inactiveAfter, byMailAfter } = facts.delays;

  const cases: Due<Case>[] = [{ at: later(anchor, inactiveAfter), because: "inactive" }];
  if (presence.kind === "gone") cases.push({ at: goneAt(anchor, presence.since, facts.delays), because: "gone" });
  if (isByMail(facts)) cases.push({ at: later(anchor, byMailAfter), because: "by-email" });
  if (isFinished(facts)) cases.push({ at: finishedAt(anchor, presence, facts.delays), because: "finished" });
  return cases.reduce((best, other) => (other.at < best.at ? other : best));
}

/** No departure before the present uptime counts: a restart cuts everybody off. */
function countedPresence({ presence, upSince }: ContinuityFacts): Presence {
  if (presence.kind === "connected" || presence.since === null) return presence;
  return { kind: "gone", since: latest(presence.since, upSince) };
}

/** Case b. An admin may set the delay shorter than the gap that is granted for a reconnection. */
function goneAt(anchor: Instant, leftAt: Instant | null, delays: ContinuityDelays): Instant {
  if (leftAt === null) return later(anchor, delays.goneAfter);
  return latest(later(latest(anchor, leftAt), delays.goneAfter), later(leftAt, delays.reconnectWithin));
}

/** Case d. Whoever lost the connection a moment ago counts as connected. */
function finishedAt(anchor: Instant, presence: Presence, delays: ContinuityDelays): Instant {
  const whileConnected = later(anchor, delays.finishedWhileConnectedAfter);
  if (presence.kind === "connected") return whileConnected;
  if (presence.since === null) return anchor;
  return earliest(whileConnected, latest(anchor, later(presence.since, delays.reconnectWithin)));
}

/** When the mail leaves: inactive, not too soon after a start or the mail before, and settled. */
function mailInstant(facts: ContinuityFacts, inactive: Due<Case>, waiting: Waiting): Due<WaitReason> {
  const { delays, lastMailAt } = facts;
  const floors: Due<WaitReason>[] = [{ at: later(facts.upSince, delays.reconnectWithin), because: "reconnecting" }];
  if (lastMailAt !== null && isSameSilence(facts, lastMailAt) && !isByMail(facts)) {
    floors.push({ at: later(lastMailAt, delays.betweenMails), because: "between-mails" });
  }
  const due = floors.reduce<Due<WaitReason>>((best, other) => (other.at > best.at ? other : best), inactive);
  const settled = settlingEnds(due.at, waiting, delays);
  return settled > due.at ? { at: settled, because: "settling" } : due;
}

/** All have settled; or the longest wait for that is over and at least one has. */
function settlingEnds(due: Instant, [first, ...rest]: Waiting, delays: ContinuityDelays): Instant {
  const ends = rest.map((reply) => settledAt(reply, delays));
  const oneSettled = earliest(settledAt(first, delays), ...ends);
  const allSettled = latest(settledAt(first, delays), ...ends);
  const patience = later(latest(due, burstBegan([first, ...rest], allSettled, delays)), delays.settleAtMost);
  return earliest(allSettled, latest(patience, oneSettled));
}

/**
 * When the present run of replies began, each posted before the one before it had settled. The longest wait counts from
 * here where the mail became due in retrospect (solved, released, address given), else the newest reply would be left
 * behind that came with the very change.
 */
function burstBegan(waiting: Waiting, allSettled: Instant, delays: ContinuityDelays): Instant {
  return waiting.reduceRight(
    (began, reply) => (settledAt(reply, delays) >= began ? reply.postedAt : began),
    allSettled,
  );
}

/** An edit that is forgotten, or whose page is gone, ends by itself. */
function settledAt({ postedAt, editedAt, editingSince }: ReplyFact, delays: ContinuityDelays): Instant {
  const written = later(latest(postedAt, editedAt ?? postedAt), delays.settleFor);
  return editingSince === null ? written : latest(written, later(editingSince, delays.settleAtMost));
}

/** Since that mail the end user has neither written nor read nor given attention. */
function isSameSilence(facts: ContinuityFacts, mailedAt: Instant): boolean {
  const signs = [facts.lastEndUserMessage?.at, facts.lastReadAt, facts.lastAttentionAt];
  return signs.every((sign) => sign === undefined || sign === null || sign < mailedAt);
}

const wroteByEmail = (facts: ContinuityFacts): boolean => facts.lastEndUserMessage?.channel === "email";

/** Case c: their last message came by e-mail, and no attention since. */
const isByMail = ({ lastEndUserMessage: message, lastAttentionAt }: ContinuityFacts): boolean =>
  message?.channel === "email" && (lastAttentionAt === null || lastAttentionAt <= message.at);

const isFinished = ({ status }: ContinuityFacts): boolean =>
  status === "pending" || status === "on-hold" || status === "solved";

const seqOf = (reply: ReplyFact): Seq => reply.seq;
