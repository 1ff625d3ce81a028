import {
  type AttemptHistory,
  decideNextAttempt,
  giveUpAt,
  nextDeliveryState,
  type NextAttempt,
  stillWanted,
} from "../../domain/continuity/delivery.ts";
import { type Change, merge, noChange } from "../../domain/change.ts";
import type { ContinuityFacts } from "../../domain/continuity/continuity.ts";
import { TRY_RELAY_EVERY, tryRelayJob } from "../../domain/continuity/relay.ts";
import { domainOf } from "../../domain/mail/email-address.ts";
import {
  type ConversationId,
  type DeliveryId,
  type EmailAddress,
  type Instant,
  later,
  type Seq,
} from "../../domain/ids.ts";
import type { BounceReason } from "../../domain/inbound-mail/bounce/bounce-reason.ts";
import { decideReason } from "../../domain/inbound-mail/bounce/reason.ts";
import { findStatus, formatStatus } from "../../domain/inbound-mail/bounce/status.ts";
import { asksToSlowDown, heldUntil, type Pace, slowDown } from "../../domain/continuity/mail-pace.ts";
import { accepted, fingerprintText, othersWait, type CarriedMessage } from "../../domain/continuity/outgoing.ts";
import { returnPath } from "../../domain/mail/reply-address.ts";
import { unreachable } from "../../domain/result.ts";
import type { ContinuityNote } from "../../ports/conversation/conversation-tx.ts";
import type { RelayTrouble } from "../../ports/continuity/mail-limits-tx.ts";
import type { LeasedJob } from "../../ports/job-tx.ts";
import type { EnvelopedMail, Mailer, SendOutcome } from "../../ports/continuity/mailer.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock } from "../../ports/system.ts";
import { queueMail, type QueueMailDeps } from "../../steps/continuity/queue-mail.ts";
import { type Judged, takeBack, type TakeBackDeps } from "../../steps/continuity/take-back.ts";
import { writeMail, type WriteMailDeps } from "../../steps/continuity/write-mail.ts";
import { tellAgents } from "../../steps/conversation/tell-agents.ts";

export interface DeliverMailDeps extends WriteMailDeps, QueueMailDeps, TakeBackDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly secrets: WriteMailDeps["secrets"] & QueueMailDeps["secrets"];
  /** 0 … 1, for the jitter of retries. */
  readonly chance: () => number;
}

interface QueuedMail {
  readonly id: DeliveryId;
  /** Null: the job is older than this was kept. */
  readonly conversationId: ConversationId | null;
}

/** With those of other conversations. */
const within = <T>(
  { store }: DeliverMailDeps,
  { conversationId }: QueuedMail,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => (conversationId === null ? store.transaction(work) : store.together(conversationId, work));

type Prepared =
  | { readonly kind: "over" }
  /** Its domain asked us to slow down. */
  | { readonly kind: "held"; readonly until: Instant }
  | { readonly kind: "send"; readonly mail: EnvelopedMail };

/**
 * One attempt at one mail: judge again and freeze (a transaction), talk to the next server, record the outcome (another).
 * A crash in between leaves *sending* with a lapsed lease: ambiguous, so the same id and bytes go out again, or nothing
 * at all where everything was read meanwhile. Answers when to run again; null: the delivery is settled.
 */
export async function deliverMail(deps: DeliverMailDeps, job: LeasedJob, mail: QueuedMail): Promise<Instant | null> {
  const prepared = await prepare(deps, job, mail);
  if (prepared.kind === "over") return null;
  if (prepared.kind === "held") return prepared.until;
  const outcome = await deps.mailer.send(prepared.mail);
  return record(deps, job, mail, { outcome, domain: domainOf(prepared.mail.envelope.to) });
}

function prepare(deps: DeliverMailDeps, job: LeasedJob, mail: QueuedMail): Promise<Prepared> {
  const { id } = mail;
  return within(deps, mail, async (tx): Promise<Prepared> => {
    const now = deps.clock.now();
    // Another worker may have settled it meanwhile.
    const found = await tx.deliveries.lockForAttempt(id, job);
    if (found === null) return { kind: "over" };
    const { locked, delivery } = found;
    const isInFlight = nextDeliveryState(nextDeliveryState(delivery.state, "lease-lapsed"), "leased") === "sending";
    if (!isInFlight) return { kind: "over" };
    const [facts, carried, pace, frozen] = await Promise.all([
      tx.conversations.loadContinuityFacts(locked, now),
      tx.deliveries.loadCarried(locked.head.id, delivery.seqs),
      tx.limits.loadPace(domainOf(delivery.recipient)),
      delivery.attempts === 0 ? null : tx.deliveries.loadFrozen(id),
    ]);
    if (!(await isWanted(deps, tx, { locked, delivery, now }, { facts, carried }))) return { kind: "over" };

    const lastAt = delivery.firstAttemptAt === null ? null : giveUpAt(delivery.firstAttemptAt);
    const until = heldUntil(pace, { chance: deps.chance(), lastAt, now });
    await tx.limits.hold(id, until);
    if (until !== null) return { kind: "held", until };

    const written = frozen === null ? await writeMail(deps, tx, locked, { delivery, now }) : null;
    const raw = frozen ?? written?.raw;
    if (raw === undefined) throw new Error(`delivery ${id} has no bytes to send`);
    await tx.deliveries.startAttempt(id, written, now);
    return { kind: "send", mail: { envelope: { from: returnPath(id, deps), to: delivery.recipient }, raw } };
  });
}

/** Where it is not wanted any more, the delivery is cancelled and the rule is asked anew. */
async function isWanted(
  deps: DeliverMailDeps,
  tx: Tx,
  { locked, delivery, now }: Judged,
  { facts, carried }: { readonly facts: ContinuityFacts; readonly carried: readonly CarriedMessage[] },
): Promise<boolean> {
  const verdict = stillWanted(
    {
      to: delivery.recipient,
      seqs: delivery.wanted,
      carried: delivery.seqs,
      isSendNow: delivery.sendNow,
      isFrozen: delivery.wasAmbiguous || delivery.state === "sending",
      fingerprint: delivery.fingerprint,
    },
    facts,
    deps.secrets.digest(fingerprintText(carried)),
    now,
  );
  if (verdict.kind === "as-is") return true;
  const because = verdict.kind === "anew" ? "changed" : verdict.because;
  await tx.deliveries.setState(delivery.id, "cancelled", because, now);
  const freed = {
    ...noChange(locked.head.id),
    patches: delivery.seqs.map((seq) => ({ seq, deliveryId: null })),
    wakes: [{ kind: "check-continuity" as const, dueAt: now }],
  };
  await tx.conversations.apply(
    locked,
    verdict.kind === "anew"
      ? merge(freed, await replace(deps, tx, { locked, delivery, now }, verdict.decision))
      : freed,
  );
  return false;
}

/** Another mail, with an id of its own, in the place of one that would say something else now: as urgent as that was. */
async function replace(
  deps: DeliverMailDeps,
  tx: Tx,
  { locked, delivery: { sendNow }, now }: Judged,
  { to, seqs }: { readonly to: EmailAddress; readonly seqs: readonly Seq[] },
): Promise<Change> {
  const wanted = await tx.deliveries.loadCarried(locked.head.id, seqs);
  return queueMail(deps, tx, locked, { to, wanted, sendNow, now });
}

interface Attempted {
  readonly outcome: SendOutcome;
  /** The recipient's. */
  readonly domain: string;
}

function record(
  deps: DeliverMailDeps,
  job: LeasedJob,
  mail: QueuedMail,
  { outcome, domain }: Attempted,
): Promise<Instant | null> {
  const now = deps.clock.now();
  const { id } = mail;
  return within(deps, mail, async (tx) => {
    const [found, pace, trouble] = await Promise.all([
      tx.deliveries.lockForAttempt(id, job),
      tx.limits.loadPace(domain),
      tx.limits.loadRelayTrouble(),
    ]);
    if (found === null) return null;
    const { locked, delivery } = found;
    const history: AttemptHistory = {
      firstTriedAt: delivery.firstAttemptAt ?? now,
      attempts: delivery.attempts,
      wasAmbiguous: delivery.wasAmbiguous,
    };
    const following = decideNextAttempt(history, outcome, deps.chance(), now);
    if (delivery.state === "bounced") {
      // The report came before the answer that it is about: what it settled stays settled.
      await tx.deliveries.recordOutcome(id, "bounced", outcome, now);
      return null;
    }
    await tx.deliveries.recordOutcome(id, following.state, outcome, now);
    await keepPace(tx, { outcome, domain }, pace, now);
    await watchRelay(tx, outcome, trouble, now);
    return settle(deps, tx, { locked, delivery, now }, { following, outcome });
  });
}

/** What an attempt says about the pace of its domain: asked again, or taken, and then as fast as before. */
async function keepPace(tx: Tx, { outcome, domain }: Attempted, pace: Pace | null, now: Instant): Promise<void> {
  if (asksToSlowDown(outcome)) await tx.limits.savePace(domain, slowDown(pace, now), outcome.reply);
  else if (outcome.kind === "accepted" && pace !== null) await tx.limits.savePace(domain, null, outcome.reply);
}

/** The relay is tried every few seconds while it has trouble of its own; whatever else it answers, it is well again. */
async function watchRelay(tx: Tx, outcome: SendOutcome, trouble: RelayTrouble | null, now: Instant): Promise<void> {
  if (outcome.ofRelay === true) {
    await tx.limits.noteRelayTrouble(outcome.reply, now);
    await tx.jobs.wake(tryRelayJob(later(now, TRY_RELAY_EVERY)));
  } else if (trouble !== null && outcome.kind !== "ambiguous") {
    await tx.limits.endRelayTrouble(now);
  }
}

async function settle(
  deps: DeliverMailDeps,
  tx: Tx,
  { locked, delivery, now }: Judged,
  { following, outcome }: { readonly following: NextAttempt; readonly outcome: SendOutcome },
): Promise<Instant | null> {
  switch (following.kind) {
    case "retry":
      // The rule says *in delivery*: agents read that it is on its way, and in the log when it is tried again.
      await tx.conversations.apply(locked, {
        ...noChange(locked.head.id),
        wakes: [{ kind: "check-continuity", dueAt: now }],
      });
      return following.at;
    case "done":
      await Promise.all([
        // What the rule would say, without asking it: most mails leave nothing behind.
        othersWait(locked, delivery.seqs) ? null : tx.conversations.noteContinuity(locked.head.id, NOTHING_WAITS),
        tx.conversations.apply(locked, accepted(locked, delivery.seqs, now)),
      ]);
      return null;
    case "give-up":
      await tx.conversations.apply(locked, await gaveUp(deps, tx, { locked, delivery, now }, { following, outcome }));
      return null;
    default:
      return unreachable(following);
  }
}

const NOTHING_WAITS: ContinuityNote = {
  kind: "skip",
  until: null,
  because: "nothing-waiting",
  leftAt: null,
  missing: null,
};

/** The next server refused it for good, or 48 h have passed: the replies came back, and a dead address is told apart. */
async function gaveUp(
  deps: DeliverMailDeps,
  tx: Tx,
  judged: Judged,
  { following, outcome }: { readonly following: GivenUp; readonly outcome: SendOutcome },
): Promise<Change> {
  const { locked, delivery, now } = judged;
  const status = findStatus(outcome.reply);
  const { change } = await takeBack(deps, tx, judged, {
    because: reasonOf(outcome),
    said: outcome.reply,
    failure: {
      kind: "bounce",
      isPermanent: outcome.kind === "refused",
      status: status === null ? null : formatStatus(status),
    },
  });
  if (following.because !== "expired") return change;
  // Two days of trying end unseen where nobody looks at the reply.
  const facts = { address: delivery.recipient };
  return merge(change, await tellAgents(deps, tx, locked.head, { key: "note.mail-expired", facts, now }));
}

type GivenUp = Extract<NextAttempt, { kind: "give-up" }>;

/** A code for a sentence; the server's own words stay in the delivery log. */
const reasonOf = (outcome: SendOutcome): BounceReason | "refused" =>
  decideReason(outcome.reply, findStatus(outcome.reply)) ?? (outcome.kind === "refused" ? "refused" : "expired");
