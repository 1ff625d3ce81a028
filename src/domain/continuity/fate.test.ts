import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FateEvent, type FateState, TOO_OLD_AFTER, nextFate } from "./fate.ts";
import { DAY, instant } from "../ids.ts";

const WAITING: FateState = { kind: "waiting" };
const MAILED: FateState = { kind: "mailed" };
const BOUNCED: FateState = { kind: "bounced" };
const ANSWERED: FateState = { kind: "answered" };
const READ: FateState = { kind: "read" };
const BY_AGENT: FateState = { kind: "withheld", because: "by-agent" };
const BEFORE_SWITCH: FateState = { kind: "withheld", because: "before-switch" };
const STOPPED: FateState = { kind: "withheld", because: "stopped-by-recipient" };
const SWITCHED_OFF: FateState = { kind: "withheld", because: "switched-off" };
const TOO_OLD: FateState = { kind: "withheld", because: "too-old" };
const CLOSED: FateState = { kind: "withheld", because: "closed" };

const SEEN: FateEvent = { kind: "seen-on-site" };
const ACCEPTED: FateEvent = { kind: "mail-accepted" };
const CAME_BACK: FateEvent = { kind: "mail-bounced" };
const ANSWER: FateEvent = { kind: "answered-by-mail" };
const WITHHOLD: FateEvent = { kind: "withheld", because: "by-agent" };
const SWITCH_OFF: FateEvent = { kind: "withheld", because: "switched-off" };
const RELEASE: FateEvent = { kind: "released", from: "by-agent" };
const POSTED = instant(DAY * 1000);
const ADDRESS: FateEvent = { kind: "address-came", postedAt: POSTED, now: instant(POSTED + DAY) };
const LATE_ADDRESS: FateEvent = { kind: "address-came", postedAt: POSTED, now: instant(POSTED + TOO_OLD_AFTER + 1) };

describe("after each event", () => {
  test.each<[string, FateState, FateEvent, FateState]>([
    ["seen on the site, it is read", WAITING, SEEN, READ],
    ["mailed, then seen on the site, it is read", MAILED, SEEN, READ],
    ["withheld, then seen on the site, it is read", BY_AGENT, SEEN, READ],
    ["bounced, then seen on the site, it is read", BOUNCED, SEEN, READ],
    ["answered, then seen on the site, it stays answered", ANSWERED, SEEN, ANSWERED],

    ["accepted by the next server, it is mailed", WAITING, ACCEPTED, MAILED],
    ["withheld while the mail was under way, it is mailed all the same", BY_AGENT, ACCEPTED, MAILED],
    ["read while the mail was under way, it stays read", READ, ACCEPTED, READ],
    ["answered before the outcome was known, it stays answered", ANSWERED, ACCEPTED, ANSWERED],
    ["bounced before the outcome was known, it stays bounced", BOUNCED, ACCEPTED, BOUNCED],

    ["come back for good, it is bounced", MAILED, CAME_BACK, BOUNCED],
    ["refused at the door, it is bounced", WAITING, CAME_BACK, BOUNCED],
    ["read before the bounce, it stays read", READ, CAME_BACK, READ],
    ["answered before the bounce, it stays answered", ANSWERED, CAME_BACK, ANSWERED],
    ["withheld before the bounce, it stays withheld", BY_AGENT, CAME_BACK, BY_AGENT],

    ["its mail answered, it is answered", MAILED, ANSWER, ANSWERED],
    ["answered though the outcome was never known, it is answered", WAITING, ANSWER, ANSWERED],
    ["read, then its mail answered, it is answered", READ, ANSWER, ANSWERED],

    ["held by the agent, it is withheld", WAITING, WITHHOLD, BY_AGENT],
    ["bounced, then held by the agent, it is withheld", BOUNCED, WITHHOLD, BY_AGENT],
    ["what was mailed cannot be withheld", MAILED, WITHHOLD, MAILED],
    ["what was read cannot be withheld", READ, WITHHOLD, READ],
    ["what was answered cannot be withheld", ANSWERED, WITHHOLD, ANSWERED],
    ["the switch turned off cancels what waits, and says so", WAITING, SWITCH_OFF, SWITCHED_OFF],
    ["the switch turned off leaves the agent's reason standing", BY_AGENT, SWITCH_OFF, BY_AGENT],

    ["released by the agent, it waits again", BY_AGENT, RELEASE, WAITING],
    ["read, it cannot be released", READ, RELEASE, READ],
    ["released by send now, what is older than the switch waits", BEFORE_SWITCH, release("before-switch"), WAITING],
    ["released by send now, what is too old waits", TOO_OLD, release("too-old"), WAITING],
    ["started again by the end user, it waits again", STOPPED, release("stopped-by-recipient"), WAITING],
    [
      "started again by the end user, what the agent holds stays held",
      BY_AGENT,
      release("stopped-by-recipient"),
      BY_AGENT,
    ],
    ["closed, it is released by nobody", CLOSED, release("closed"), CLOSED],

    ["bounced, it waits again for the day a new address comes", BOUNCED, ADDRESS, WAITING],
    ["waiting without an address, it goes on waiting", WAITING, ADDRESS, WAITING],
    ["waiting for over 7 days, it asks the agent first", WAITING, LATE_ADDRESS, TOO_OLD],
    ["bounced over 7 days ago, it asks the agent first", BOUNCED, LATE_ADDRESS, TOO_OLD],
    ["mailed to the old address, it is not mailed again", MAILED, ADDRESS, MAILED],
    ["held by the agent, it is not released by an address", BY_AGENT, LATE_ADDRESS, BY_AGENT],
  ])("%s", (_when, before, event, after) => {
    expect(nextFate(before, event)).toEqual(after);
  });

  test("of exactly 7 days it is not too old yet", () => {
    const event: FateEvent = { kind: "address-came", postedAt: POSTED, now: instant(POSTED + TOO_OLD_AFTER) };
    expect(nextFate(BOUNCED, event)).toEqual(WAITING);
  });
});

describe("whatever happened before", () => {
  const because = fc.constantFrom(
    "by-agent",
    "switched-off",
    "before-switch",
    "too-old",
    "stopped-by-recipient",
    "closed",
  ) satisfies fc.Arbitrary<string>;
  const state = fc.oneof(
    fc.constantFrom(WAITING, MAILED, BOUNCED, ANSWERED, READ),
    because.map((reason): FateState => ({ kind: "withheld", because: reason })),
  );
  const event = fc.oneof(
    fc.constantFrom(SEEN, ACCEPTED, CAME_BACK, ANSWER, ADDRESS, LATE_ADDRESS),
    because.map((reason): FateEvent => ({ kind: "withheld", because: reason })),
    because.map((reason): FateEvent => ({ kind: "released", from: reason })),
  );

  test("an event that is told twice changes nothing the second time", () => {
    fc.assert(
      fc.property(state, event, (before, once) => {
        const after = nextFate(before, once);
        expect(nextFate(after, once)).toBe(after);
      }),
    );
  });

  test("what was read or answered never waits again", () => {
    fc.assert(
      fc.property(fc.constantFrom(READ, ANSWERED), fc.array(event), (before, events) => {
        expect(events.reduce(nextFate, before).kind).toBeOneOf(["read", "answered"]);
      }),
    );
  });

  test("what was mailed waits again only by way of a bounce", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        fc.pre(!events.includes(CAME_BACK));
        expect(events.reduce(nextFate, MAILED).kind).not.toBe("waiting");
      }),
    );
  });
});

function release(from: Extract<FateEvent, { kind: "released" }>["from"]): FateEvent {
  return { kind: "released", from };
}
