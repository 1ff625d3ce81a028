import { expect, test } from "vitest";
import { aConversation, aMessage, marie } from "../../../../test/support/facts/widget-cast.ts";
import type { Availability } from "../../../../contract/people/availability.ts";
import type { WidgetConversation } from "../../../../contract/conversation/widget-conversations.ts";
import { newThread, type Thread } from "../conversation/thread.ts";
import { sayPresence } from "./presence-words.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 0, 6, 12);
const online: Availability = {
  status: "online",
  team: ["Léo"],
  faces: [{ name: "Léo", photo: null }],
  wait: { newMs: 4 * MINUTE, lastMs: 3 * MINUTE },
  hours: null,
  byMail: true,
};
const offline: Availability = { ...online, status: "offline", team: [], faces: [] };

/** Nobody has taken it up, unless said otherwise. */
const waiting = (change: Partial<WidgetConversation> = {}): Thread => ({
  ...newThread(aConversation({ agentName: null, status: "new", ...change })),
  messages: [aMessage(1, { author: marie })],
});
const withAddress = (state: "unproved" | "proved" | "bounced" | "stopped"): Thread =>
  waiting({ address: { email: "marie@example.com", state } });

const openFor = (ms: number | null): Availability["hours"] => ({
  isOpen: true,
  until: ms === null ? null : NOW + ms,
  opensAt: null,
});
const closed = (ms: number | null): Availability => ({
  ...offline,
  hours: { isOpen: false, until: null, opensAt: ms === null ? null : NOW + ms },
});

const said = (availability: Availability, thread: Thread | null): string => {
  const { who, hours, next } = sayPresence(availability, thread, NOW) ?? {};
  return who === undefined ? "nothing" : [who.key, hours?.key, next?.key].filter(Boolean).join(", ");
};

test.each<[string, Availability, Thread | null, string]>([
  ["somebody is there", online, null, "presence.team, presence.wait"],
  ["somebody without a name to tell", { ...online, team: [] }, null, "presence.online, presence.wait"],
  ["no telling how long", { ...online, wait: null }, null, "presence.team"],
  ["longer than anybody would believe", { ...online, wait: { newMs: 61 * MINUTE, lastMs: 0 } }, null, "presence.team"],
  ["at once", { ...online, wait: { newMs: MINUTE, lastMs: 0 } }, null, "presence.team, presence.soon"],
  ["nobody is there", offline, null, "presence.offline, presence.by-mail"],
  ["they are away", { ...offline, status: "away" }, null, "presence.away, presence.by-mail"],
  ["nobody, and no mail goes", { ...offline, byMail: false }, null, "presence.offline, presence.write"],
  ["within the hours", { ...online, hours: openFor(6 * HOUR) }, null, "presence.team, presence.until, presence.wait"],
  [
    "within the hours, nobody there",
    { ...offline, hours: openFor(6 * HOUR) },
    null,
    "presence.offline, presence.until, presence.by-mail",
  ],
  ["hours that end another day", { ...online, hours: openFor(13 * HOUR) }, null, "presence.team, presence.wait"],
  ["open at all hours", { ...online, hours: openFor(null) }, null, "presence.team, presence.wait"],
  ["outside the hours", closed(21 * HOUR), null, "presence.offline, presence.back, presence.by-mail"],
  ["closed for longer than anybody waits", closed(null), null, "presence.offline, presence.by-mail"],
  ["waiting outside the hours", closed(21 * HOUR), waiting(), "presence.offline, presence.back"],
  ["waiting, nobody there", offline, waiting(), "presence.offline"],
  ["waiting, address known", offline, withAddress("unproved"), "presence.offline"],
  ["waiting, address bounced", offline, withAddress("bounced"), "presence.offline, presence.by-site"],
  ["waiting, mails stopped", offline, withAddress("stopped"), "presence.offline, presence.by-site"],
  [
    "waiting, known, and no mail goes",
    offline,
    waiting({ address: { email: "marie@example.com", state: "proved" }, mailLeaves: false }),
    "presence.offline, presence.by-site",
  ],
  ["somebody has taken it up", offline, waiting({ agentName: "Léo" }), "nothing"],
  ["somebody has answered and left", offline, { ...waiting(), messages: [aMessage(1)] }, "nothing"],
  ["it is over", offline, waiting({ status: "solved" }), "nothing"],
])("%s", (_case, availability, thread, expected) => {
  expect(said(availability, thread)).toBe(expected);
});

test("who waits already is told the wait of the last in the queue, who comes now that of one more", () => {
  expect(sayPresence(online, null, NOW)?.next?.given).toEqual({ minutes: 4 });
  expect(sayPresence(online, waiting(), NOW)?.next?.given).toEqual({ minutes: 3 });
});
