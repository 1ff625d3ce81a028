/**
 * The self-test of a support address: mails that it sends to itself by every way that an answer may take, and what each
 * of them proves (product.md §3.7, §8.3). What happened is kept; the steps are judged from it, whenever somebody looks.
 */
import { domainOf, withoutPlus } from "../mail/email-address.ts";
import { type EmailAddress, type Instant, later, millis, MINUTE, type ProbeId, type SupportAddressId } from "../ids.ts";

/** `plain`: the address itself. `plus`: with a token behind a plus. `reply-domain`: a token at the mail domain. */
const PROBE_ROUTES = ["plain", "plus", "reply-domain"] as const;
export type ProbeRoute = (typeof PROBE_ROUTES)[number];

export interface ProbeArrival {
  readonly receivedAt: Instant | null;
  /** What DKIM said: `pass`, `none`, `fail` …; null: nobody looked. */
  readonly signature: string | null;
  /** Why it came back; null: it did not. */
  readonly bounced: string | null;
}

/** One mail of a self-test. */
export interface SelfTestProbe extends ProbeArrival {
  readonly id: ProbeId;
  readonly runId: string;
  readonly supportAddressId: SupportAddressId;
  readonly route: ProbeRoute;
  readonly recipient: EmailAddress;
  readonly startedAt: Instant;
  /** What the next server said; null: it was not asked yet. */
  readonly outcome: "accepted" | "deferred" | "refused" | "ambiguous" | null;
  readonly reply: string | null;
}

/** In the order in which they are shown. */
export const STEP_NAMES = ["sent", "received", "signature", "plus-address", "reply-domain"] as const;
type StepName = (typeof STEP_NAMES)[number];

/** `missing`: something better could be had, and nothing is broken without it. */
export const STEP_STATES = ["passed", "waiting", "failed", "missing"] as const;

/** Why a step did not pass. Each names a sentence that says what to do. */
export const STEP_FAULTS = [
  "deferred",
  "refused",
  "interrupted",
  "not-sent",
  "bounced",
  "not-tried",
  "not-arrived",
  "not-seen",
  "unsigned",
  "signature-bad",
] as const;
type StepFault = (typeof STEP_FAULTS)[number];

export interface Step {
  readonly name: StepName;
  readonly state: (typeof STEP_STATES)[number];
  /** Null: there is nothing to do. */
  readonly because: StepFault | null;
  /** In the mail system's own words; null: it said none. */
  readonly said: string | null;
}

/** Mail to oneself takes seconds; a mailbox that is polled, a minute or two. */
export const WAIT_FOR_ARRIVAL = millis(3 * MINUTE);

/** Where answers go: to a token at our mail domain, to a plus address, or to the address itself, threaded by Message-ID. */
export const REPLY_ROUTES = [...PROBE_ROUTES, "unproved"] as const;
type ReplyRoute = (typeof REPLY_ROUTES)[number];

interface Run {
  readonly runId: string;
  readonly startedAt: Instant;
  readonly isOver: boolean;
  readonly steps: readonly Step[];
  readonly replyRoute: ReplyRoute;
}

/** Runs from the probes of one address, newest first. */
export function judgeRuns(probes: readonly SelfTestProbe[], now: Instant): readonly Run[] {
  const ids = [...new Set(probes.map((probe) => probe.runId))];
  return ids.map((id) =>
    judgeRun(
      probes.filter((probe) => probe.runId === id),
      now,
    ),
  );
}

/**
 * What the self-test has proved of an address, as it is now: an address or mail domain that was changed since has
 * proved nothing. While a run is under way, what the one before it proved still holds.
 */
export function replyRoute(
  probes: readonly SelfTestProbe[],
  { address, mailDomain, now }: { readonly address: EmailAddress; readonly mailDomain: string; readonly now: Instant },
): ReplyRoute {
  const current = probes.filter(({ route, recipient }) =>
    route === "reply-domain" ? domainOf(recipient) === mailDomain : isOf(recipient, address),
  );
  const runs = judgeRuns(current, now);
  return (runs.find((run) => run.isOver) ?? runs[0])?.replyRoute ?? "unproved";
}

function judgeRun(probes: readonly SelfTestProbe[], now: Instant): Run {
  const [first] = probes;
  const startedAt = first?.startedAt ?? now;
  const isLate = now >= later(startedAt, WAIT_FOR_ARRIVAL);
  const find = (route: ProbeRoute): SelfTestProbe | null => probes.find((probe) => probe.route === route) ?? null;
  const plain = find("plain");
  const steps = [
    sentStep(plain, isLate),
    arrivalStep("received", plain, { isLate, isNeeded: true }),
    signatureStep(plain, isLate),
    arrivalStep("plus-address", find("plus"), { isLate, isNeeded: false }),
    arrivalStep("reply-domain", find("reply-domain"), { isLate, isNeeded: false }),
  ];
  return {
    runId: first?.runId ?? "",
    startedAt,
    isOver: steps.every((step) => step.state !== "waiting"),
    steps,
    replyRoute: routeOf({
      plain: hasArrived(plain),
      plus: hasArrived(find("plus")),
      token: hasArrived(find("reply-domain")),
    }),
  };
}

const hasArrived = (probe: SelfTestProbe | null): boolean => probe !== null && probe.receivedAt !== null;

/** The way that names the conversation by itself comes first; the last needs that mail programs keep our Message-ID. */
function routeOf(arrived: { readonly plain: boolean; readonly plus: boolean; readonly token: boolean }): ReplyRoute {
  if (arrived.token) return "reply-domain";
  if (arrived.plus) return "plus";
  return arrived.plain ? "plain" : "unproved";
}

const step = (
  name: StepName,
  state: Step["state"],
  because: StepFault | null = null,
  said: string | null = null,
): Step => ({
  name,
  state,
  because,
  said,
});

function sentStep(probe: SelfTestProbe | null, isLate: boolean): Step {
  switch (probe?.outcome) {
    case "accepted":
    case "ambiguous":
      return step("sent", "passed", null, probe.reply);
    case "deferred":
    case "refused":
      return step("sent", "failed", probe.outcome, probe.reply);
    case null:
    case undefined:
      return isLate ? step("sent", "failed", "interrupted") : step("sent", "waiting");
    default:
      return step("sent", "waiting");
  }
}

function arrivalStep(
  name: "received" | "plus-address" | "reply-domain",
  probe: SelfTestProbe | null,
  { isLate, isNeeded }: { readonly isLate: boolean; readonly isNeeded: boolean },
): Step {
  const bad = isNeeded ? ("failed" as const) : ("missing" as const);
  if (probe === null) return step(name, bad, "not-tried");
  if (probe.receivedAt !== null) return step(name, "passed");
  if (probe.bounced !== null) return step(name, bad, "bounced", probe.bounced);
  if (probe.outcome === "refused" || probe.outcome === "deferred") return step(name, bad, "not-sent", probe.reply);
  return isLate ? step(name, bad, "not-arrived") : step(name, "waiting");
}

/** The mail is judged as it came in: what the relay signed in our place counts as well. */
function signatureStep(probe: SelfTestProbe | null, isLate: boolean): Step {
  if (probe === null || probe.receivedAt === null) {
    const isHopeless = probe === null || isLate || probe.bounced !== null || probe.outcome === "refused";
    return isHopeless || probe.outcome === "deferred"
      ? step("signature", "missing", "not-seen")
      : step("signature", "waiting");
  }
  if (probe.signature === "pass") return step("signature", "passed");
  if (probe.signature === null || probe.signature === "none") return step("signature", "missing", "unsigned");
  return step("signature", "failed", "signature-bad", probe.signature);
}

/** The address itself, or it with something behind a plus. */
const isOf = (recipient: EmailAddress, address: EmailAddress): boolean =>
  withoutPlus(recipient).toLowerCase() === address.toLowerCase();
