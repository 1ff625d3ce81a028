import { describe, expect, test } from "vitest";
import { HOUR, instant, later, locale, millis } from "../ids.ts";
import {
  decideMessaging,
  decideStanding,
  firstMissing,
  isTimeZone,
  prerequisites,
  type PrerequisiteFacts,
  spokenLocales,
  spokenTexts,
} from "./settings.ts";

const NOW = instant(Date.UTC(2026, 0, 5, 14));
const since = (hours: number) => later(NOW, millis(-hours * HOUR));
const ALL_MET: PrerequisiteFacts = {
  messagingOn: true,
  agentWorkspaceOn: true,
  agentsWithChatAccess: 1,
  supportAddresses: 1,
};

describe("the prerequisites of the switch", () => {
  test("are four, in the order of the page", () => {
    expect(prerequisites(ALL_MET)).toEqual([
      { name: "messaging", met: true },
      { name: "agent-workspace", met: true },
      { name: "chat-agent", met: true },
      { name: "support-address", met: true },
    ]);
    expect(firstMissing(ALL_MET)).toBeNull();
  });

  test.each([
    ["messaging is off for every brand", { messagingOn: false }, "messaging"],
    ["the agent workspace is off", { agentWorkspaceOn: false }, "agent-workspace"],
    ["no agent has Chat access", { agentsWithChatAccess: 0 }, "chat-agent"],
    ["there is no support address", { supportAddresses: 0 }, "support-address"],
  ] as const)("one is missing where %s", (_where, change, missing) => {
    const facts = { ...ALL_MET, ...change };
    expect(firstMissing(facts)).toBe(missing);
    expect(prerequisites(facts).filter((each) => !each.met)).toEqual([{ name: missing, met: false }]);
  });
});

describe("how the prerequisites stand", () => {
  const account = (continuityOn: boolean, prerequisiteLostAt: ReturnType<typeof since> | null) => ({
    continuityOn,
    prerequisiteLostAt,
  });

  test.each([
    ["nothing depends on them while the switch is off", account(false, null), "messaging", { kind: "off" }],
    ["all is well", account(true, null), null, { kind: "met" }],
    ["one is lost just now", account(true, null), "messaging", { kind: "lost", missing: "messaging" }],
    ["one is still missing", account(true, since(3)), "messaging", { kind: "still-missing", missing: "messaging" }],
    ["mended after three hours is in time", account(true, since(3)), null, { kind: "mended-in-time" }],
    ["mended after exactly a day is in time", account(true, since(24)), null, { kind: "mended-in-time" }],
    [
      "mended after more than a day is late",
      account(true, later(since(24), millis(-1))),
      null,
      { kind: "mended-late" },
    ],
  ] as const)("%s", (_what, remembered, missing, standing) => {
    expect(decideStanding(remembered, missing, NOW)).toEqual(standing);
  });
});

describe("one brand's messaging", () => {
  const ON = { messagingOn: true, messagingOffSince: null };
  const off = (hours: number) => ({ messagingOn: false, messagingOffSince: since(hours) });
  const switchOn = (hours: number) => ({ continuityOn: true, continuityOnSince: since(hours) });
  const SWITCH_OFF = { continuityOn: false, continuityOnSince: since(99) };

  test("is off since it was turned off the first time", () => {
    expect(decideMessaging(ON, false, switchOn(99), NOW)).toEqual({ offSince: NOW, isLate: false });
    expect(decideMessaging(off(30), false, switchOn(99), NOW)).toEqual({ offSince: since(30), isLate: false });
  });

  test.each([
    ["after exactly a day is in time", off(24), switchOn(99), false],
    ["after more than a day is late", off(25), switchOn(99), true],
    ["off before the switch was on, counts from there", off(25), switchOn(3), false],
    ["is never late while the switch is off", off(25), SWITCH_OFF, false],
    ["off since nobody knows when, is never late", { ...ON, messagingOn: false }, switchOn(99), false],
  ] as const)("turned on again %s", (_when, before, account, isLate) => {
    expect(decideMessaging(before, true, account, NOW)).toEqual({ offSince: null, isLate });
  });
});

test.each([
  ["Europe/Paris", true],
  ["Pacific/Chatham", true],
  ["UTC", true],
  ["Europe/Atlantis", false],
  ["", false],
])("the time zone %j is known: %s", (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});

const languages = (first: string, ...others: readonly string[]) => ({
  defaultLocale: locale(first),
  locales: others.map(locale),
});

describe("a widget", () => {
  test.each([
    ["fr", ["ar", "en", "fr"], ["fr", "ar", "en"]],
    ["fr-CA", ["en", "fr-CA"], ["fr", "en"]],
    ["fr-CA", ["fr-CA", "fr-FR"], ["fr"]],
  ])("of an account whose first language is %s, among %j, speaks %j", (first, others, spoken) => {
    expect(spokenLocales(languages(first, ...others))).toEqual(spoken);
  });

  test.each([
    [{ "fr-CA": "Allô" }, { fr: "Allô" }],
    [{ "fr-FR": "Bonjour", "fr-CA": "Allô" }, { fr: "Allô" }],
    [
      { "fr-FR": "Bonjour", en: "Hello" },
      { fr: "Bonjour", en: "Hello" },
    ],
    [{ de: "Hallo" }, {}],
  ])("says %j as %j where Canada comes before France", (texts, said) => {
    expect(spokenTexts(texts, languages("fr-CA", "en", "fr-CA", "fr-FR"))).toEqual(said);
  });
});
