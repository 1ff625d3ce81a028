/** The account's settings, the switch and what it needs (product.md §7). */
import { chooseLocale } from "../locale.ts";
import type { ContinuityDelays } from "../continuity/continuity.ts";
import {
  HOUR,
  type Instant,
  instant,
  later,
  type Locale,
  locale,
  MINUTE,
  millis,
  type Millis,
  SECOND,
} from "../ids.ts";

export const PREREQUISITES = ["messaging", "agent-workspace", "chat-agent", "support-address"] as const;
export type Prerequisite = (typeof PREREQUISITES)[number];

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

/** The defaults of product.md §2. */
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

/** A prerequisite mended within this: what waited goes; later, the agent is asked (product.md §7.2). */
const MENDED_IN_TIME: Millis = millis(24 * HOUR);

/** What is there of what the switch needs. */
export interface PrerequisiteFacts {
  /** Some brand has messaging on. */
  readonly messagingOn: boolean;
  readonly agentWorkspaceOn: boolean;
  readonly agentsWithChatAccess: number;
  readonly supportAddresses: number;
}

/** Each prerequisite with whether it is met, in the order the page shows. */
export function prerequisites(
  facts: PrerequisiteFacts,
): readonly { readonly name: Prerequisite; readonly met: boolean }[] {
  return [
    { name: "messaging", met: facts.messagingOn },
    { name: "agent-workspace", met: facts.agentWorkspaceOn },
    { name: "chat-agent", met: facts.agentsWithChatAccess > 0 },
    { name: "support-address", met: facts.supportAddresses > 0 },
  ];
}

export const firstMissing = (facts: PrerequisiteFacts): Prerequisite | null =>
  prerequisites(facts).find((each) => !each.met)?.name ?? null;

/** The languages whose words come along: mail and automatic messages speak these; a region of one is served by it. */
export const SHIPPED_LOCALES: readonly Locale[] = [locale("en"), locale("fr"), locale("ar")];

/** Those of them that serve what an account has enabled, its default first. */
export const spokenLocales = ({ defaultLocale, locales }: Languages): readonly Locale[] => [
  ...new Set([defaultLocale, ...locales].flatMap((enabled) => chooseLocale([enabled], SHIPPED_LOCALES) ?? [])),
];

/** Texts by the language that is spoken for the one they were written in (`spokenLocales`); of two, those of the account's first. */
export const spokenTexts = (texts: Texts, { defaultLocale, locales }: Languages): Texts =>
  Object.fromEntries(
    [defaultLocale, ...locales].toReversed().flatMap((enabled) => {
      const [spoken, text] = [chooseLocale([enabled], SHIPPED_LOCALES), texts[enabled]];
      return spoken === null || text === undefined ? [] : [[spoken, text]];
    }),
  );

type Languages = Pick<Account, "defaultLocale" | "locales">;
type Texts = Readonly<Record<string, string>>;

/** Whether a name is one of the IANA time zone database, as far as this runtime knows it. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** How the prerequisites stand beside what the account remembers of them (product.md §7.2). */
export type Standing =
  /** The switch is off: nothing depends on them. */
  | { readonly kind: "off" }
  | { readonly kind: "met" }
  /** Missing since just now. */
  | { readonly kind: "lost"; readonly missing: Prerequisite }
  | { readonly kind: "still-missing"; readonly missing: Prerequisite }
  /** Mended within a day: what waited goes. */
  | { readonly kind: "mended-in-time" }
  /** Mended after more than a day: what waited asks the agent. */
  | { readonly kind: "mended-late" };

export function decideStanding(
  account: Pick<Account, "continuityOn" | "prerequisiteLostAt">,
  missing: Prerequisite | null,
  now: Instant,
): Standing {
  const { continuityOn, prerequisiteLostAt: lostAt } = account;
  if (!continuityOn) return { kind: "off" };
  if (missing !== null) return lostAt === null ? { kind: "lost", missing } : { kind: "still-missing", missing };
  if (lostAt === null) return { kind: "met" };
  return { kind: now <= later(lostAt, MENDED_IN_TIME) ? "mended-in-time" : "mended-late" };
}

/** One brand's messaging: each brand's replies wait for their own. */
export interface BrandMessaging {
  readonly messagingOn: boolean;
  /** Null: it is on, or nobody kept when it was turned off. */
  readonly messagingOffSince: Instant | null;
}

type SwitchFacts = Pick<Account, "continuityOn" | "continuityOnSince">;

/** Turned on again by then, the replies that wait for this brand's messaging go; null: none wait for it. */
export function mendMessagingBy(brand: BrandMessaging, account: SwitchFacts): Instant | null {
  const { messagingOn, messagingOffSince: offSince } = brand;
  if (messagingOn || offSince === null || !account.continuityOn) return null;
  // Off before the switch was turned on: nothing waited until then.
  return later(instant(Math.max(offSince, account.continuityOnSince ?? 0)), MENDED_IN_TIME);
}

/** `isLate`: on again after more than a day, so what waited asks the agents (product.md §7.2). */
export function decideMessaging(
  before: BrandMessaging,
  on: boolean,
  account: SwitchFacts,
  now: Instant,
): { readonly offSince: Instant | null; readonly isLate: boolean } {
  if (!on) return { offSince: before.messagingOn ? now : (before.messagingOffSince ?? now), isLate: false };
  const by = mendMessagingBy(before, account);
  return { offSince: null, isLate: by !== null && now > by };
}

/** The job that looks at the prerequisites anew; woken by every change that could lose or mend one. */
export const checkPrerequisitesJob = (now: Instant) =>
  ({ kind: "check-prerequisites", key: "account", payload: {}, dueAt: now }) as const;
