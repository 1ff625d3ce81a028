/**
 * The fate of one reply as a sentence and what can be done about it (product.md §2.13).
 * Pure: says which words (`key`) with which facts; the screen turns instants into times of day.
 */
import type { AgentConversation, WaitReason } from "../../../../contract/conversation/agent-shapes.ts";
import type { AgentMessage, BouncedBecause, WithheldBecause } from "../../../../contract/shared.ts";
import type { WordKey } from "../../words-context.tsx";

export type FateAction = "send-now" | "withhold" | "release" | "send-anyway" | "ask-address" | "correct";

/** How much it wants the agent's eye: done · on its way · nothing will happen by itself · something went wrong. */
export type FateTone = "done" | "waiting" | "held" | "trouble";

export interface FateSentence {
  readonly key: WordKey;
  /** Instants by name. */
  readonly times: Readonly<Record<string, number>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly tone: FateTone;
  readonly actions: readonly FateAction[];
}

/** What the sentence needs to know of the conversation. `who`: the end user's name or label. */
export interface FateContext {
  readonly who: string;
  readonly conversation: Pick<AgentConversation, "continuity" | "retry" | "address" | "addressAsked" | "status">;
  readonly now: number;
  /** Without a relay no mail leaves. */
  readonly hasRelay: boolean;
}

/** Null: this message has no fate (not a public reply, or deleted). */
export function fateSentence(
  message: Pick<AgentMessage, "fate" | "deletedAt">,
  context: FateContext,
): FateSentence | null {
  const { fate } = message;
  if (fate === null || message.deletedAt !== null) return null;
  switch (fate.name) {
    case "waiting":
      return waiting(context);
    case "withheld":
      return withheld(fate.because, context);
    case "mailed":
      return sentence("fate.mailed", "done", { times: { at: fate.mailedAt ?? fate.at }, actions: ["correct"] });
    case "bounced":
      return bounced(fate.because, fate.at, context);
    case "answered":
      return after(["fate.answered", "fate.answered-after-mail"], fate.at, fate.mailedAt);
    case "read":
      return after(["fate.read", "fate.read-after-mail"], fate.at, fate.mailedAt);
    default:
      return fate.name satisfies never;
  }
}

const WAIT_KEYS: Readonly<Record<string, WordKey>> = {
  inactive: "fate.wait.inactive",
  gone: "fate.wait.gone",
  "by-email": "fate.wait.by-email",
  finished: "fate.wait.finished",
  settling: "fate.wait.settling",
  "between-mails": "fate.wait.between-mails",
  reconnecting: "fate.wait.reconnecting",
  "conversation-cap": "fate.wait.conversation-cap",
  "session-cap": "fate.wait.session-cap",
  "recipient-cap": "fate.wait.recipient-cap",
} satisfies Readonly<Record<WaitReason, WordKey>>;

function waiting(context: FateContext): FateSentence {
  const { continuity } = context.conversation;
  const until = continuity.until;
  if (!context.hasRelay && wouldLeave(continuity)) {
    const actions: readonly FateAction[] = continuity.kind === "wait" ? ["withhold"] : [];
    return sentence("fate.no-relay", "trouble", { actions });
  }
  switch (continuity.kind) {
    case "send":
      return sentence("fate.sending", "waiting", {});
    case "wait":
      if (until === null) return sentence("fate.waiting", "waiting", { actions: ["send-now", "withhold"] });
      if (until <= context.now) return sentence("fate.sending", "waiting", { actions: ["withhold"] });
      return sentence(waitKey(continuity.because, continuity.leftAt), "waiting", {
        times: { at: until, ...(continuity.leftAt === null ? {} : { left: continuity.leftAt }) },
        texts: { who: context.who, status: choice(context.conversation.status) },
        actions: ["send-now", "withhold"],
      });
    case "skip":
      return skipped(continuity.because, context);
    default:
      return continuity.kind satisfies never;
  }
}

/** Or it is on its way already. */
const wouldLeave = ({ kind, because }: AgentConversation["continuity"]): boolean =>
  kind !== "skip" || because === "in-delivery";

/** *Marie left at 14:00* is said wherever it is known and not the reason already. */
function waitKey(because: string, leftAt: number | null): WordKey {
  const key = WAIT_KEYS[because] ?? "fate.wait.other";
  if (because === "gone") return leftAt === null ? "fate.wait.away" : key;
  return because === "inactive" && leftAt !== null ? "fate.wait.gone" : key;
}

function skipped(because: string, context: FateContext): FateSentence {
  const { address, addressAsked, continuity, retry } = context.conversation;
  const who = { who: context.who };
  switch (because) {
    case "nothing-waiting":
      return sentence("fate.waiting", "waiting", {});
    case "in-delivery":
      return retry === null || retry.nextAt <= context.now
        ? sentence("fate.sending", "waiting", {})
        : sentence("fate.retry", "trouble", { times: { tried: retry.triedAt, at: retry.nextAt } });
    case "closed":
      return sentence("fate.skip.closed", "held", {});
    case "disabled":
      return sentence("fate.skip.disabled", "held", {});
    case "prerequisite":
      return sentence("fate.skip.prerequisite", "trouble", {
        texts: { missing: choice(continuity.missing ?? "other") },
      });
    case "no-address":
      return addressAsked
        ? sentence("fate.skip.address-asked", "held", { texts: who })
        : sentence("fate.skip.no-address", "trouble", { texts: who, actions: ["ask-address"] });
    case "suppressed":
      return sentence("fate.skip.suppressed", "trouble", {
        texts: { address: address?.email ?? "" },
        actions: addressAsked ? [] : ["ask-address"],
      });
    case "stopped":
      return sentence("fate.skip.stopped", "held", { texts: who });
    default:
      return sentence("fate.skip.other", "held", { texts: { code: because } });
  }
}

interface Withheld {
  readonly key: WordKey;
  readonly actions: readonly FateAction[];
}

const WITHHELD: Readonly<Record<string, Withheld>> = {
  "by-agent": { key: "fate.withheld.by-agent", actions: ["release"] },
  "switched-off": { key: "fate.withheld.switched-off", actions: [] },
  "before-switch": { key: "fate.withheld.before-switch", actions: ["send-anyway"] },
  "too-old": { key: "fate.withheld.too-old", actions: ["send-anyway"] },
  "stopped-by-recipient": { key: "fate.withheld.stopped-by-recipient", actions: [] },
  closed: { key: "fate.withheld.closed", actions: [] },
} satisfies Readonly<Record<WithheldBecause, Withheld>>;

function withheld(because: string | null, context: FateContext): FateSentence {
  const code = because ?? "";
  const known = WITHHELD[code];
  if (known === undefined) return sentence("fate.withheld.other", "held", { texts: { code } });
  const canLeave = context.conversation.status !== "closed";
  return sentence(known.key, "held", { texts: { who: context.who }, actions: canLeave ? known.actions : [] });
}

const BOUNCE_KEYS: Readonly<Record<string, WordKey>> = {
  "unknown-address": "fate.bounced.unknown-address",
  "unknown-host": "fate.bounced.unknown-host",
  moved: "fate.bounced.moved",
  "takes-no-mail": "fate.bounced.takes-no-mail",
  disabled: "fate.bounced.disabled",
  "mailbox-full": "fate.bounced.mailbox-full",
  "too-large": "fate.bounced.too-large",
  content: "fate.bounced.content",
  spam: "fate.bounced.spam",
  blocked: "fate.bounced.blocked",
  "too-fast": "fate.bounced.too-fast",
  expired: "fate.bounced.expired",
  network: "fate.bounced.network",
  system: "fate.bounced.system",
  refused: "fate.bounced.refused",
  complaint: "fate.bounced.complaint",
} satisfies Readonly<Record<BouncedBecause, WordKey>>;

function bounced(because: string | null, at: number, context: FateContext): FateSentence {
  const code = because ?? "unknown";
  const key = BOUNCE_KEYS[code] ?? (/\s/u.test(code) ? "fate.bounced.said" : "fate.bounced.other");
  const actions: readonly FateAction[] = context.conversation.addressAsked ? [] : ["ask-address"];
  return sentence(key, "trouble", { times: { at }, texts: { said: code }, actions });
}

function after(keys: readonly [WordKey, WordKey], at: number, mailedAt: number | null): FateSentence {
  if (mailedAt === null) return sentence(keys[0], "done", { times: { at } });
  return sentence(keys[1], "done", { times: { at, mailed: mailedAt } });
}

/** A code as a choice of an ICU `select`, where a hyphen may not stand. */
const choice = (code: string): string => code.replaceAll("-", "_");

const sentence = (
  key: WordKey,
  tone: FateTone,
  rest: Partial<Pick<FateSentence, "times" | "texts" | "actions">>,
): FateSentence => ({ key, tone, times: {}, texts: {}, actions: [], ...rest });
