import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { locked, NOW, openReply } from "../../../test/support/facts/conversation-facts.ts";
import { isEmpty, merge, noChange } from "../change.ts";
import type { OpenReply } from "./conversation.ts";
import { deliveryId, seq } from "../ids.ts";
import { answeringMail, fateOf, patchByEvent, readingUpTo } from "./reading.ts";

const reply = (at: number, change: Partial<OpenReply> = {}): OpenReply => openReply({ seq: seq(at), ...change });
const three = locked({ seq: seq(4) }, [reply(2), reply(3), reply(4)]);

describe("reading on the site", () => {
  test("reads everything up to there", () => {
    const change = readingUpTo(three, seq(3), NOW);
    expect(change.head).toEqual({ readUpTo: 3, readAt: NOW });
    expect(change.patches.map((patch) => [patch.seq, patch.fate?.name])).toEqual([
      [2, "read"],
      [3, "read"],
    ]);
    expect(change.wakes).toHaveLength(1);
  });

  test("never falls, and changes nothing twice", () => {
    expect(isEmpty(readingUpTo(three, seq(1), NOW))).toBe(true);
  });

  test("of what is no reply asks no rule", () => {
    expect(readingUpTo(locked({}, []), seq(2), NOW).wakes).toEqual([]);
  });

  test("never passes the newest message, whatever is claimed", () => {
    fc.assert(
      fc.property(fc.nat(), (claimed) => {
        const { readUpTo } = readingUpTo(three, seq(claimed), NOW).head;
        expect(readUpTo ?? three.head.readUpTo).toBeLessThanOrEqual(three.head.seq);
      }),
    );
  });
});

describe("answering a mail", () => {
  const [first, second] = [deliveryId("d1"), deliveryId("d2")];
  const mails = [
    { deliveryId: first, seqs: [seq(2)], hasBounced: false },
    { deliveryId: second, seqs: [seq(3)], hasBounced: false },
  ];

  test("reads what it and the mails before carried, and nothing newer", () => {
    const change = answeringMail(three, mails, first, NOW);
    expect(change.patches.map((patch) => [patch.seq, patch.fate?.name])).toEqual([[2, "answered"]]);
    expect(change.head).toEqual({ readAt: NOW, readUpTo: 2 });
    expect(answeringMail(three, mails, second, NOW).head).toMatchObject({ readUpTo: 3 });
  });

  test("stops the mark before a reply that was held back", () => {
    const held = locked({ seq: seq(4) }, [reply(2, { fate: "withheld", withheldBecause: "by-agent" }), reply(3)]);
    const change = answeringMail(held, [{ deliveryId: first, seqs: [seq(3)], hasBounced: false }], first, NOW);
    expect(change.head).toEqual({ readAt: NOW });
    expect(change.patches.map((patch) => patch.seq)).toEqual([3]);
  });

  test("of a mail that is not there reads nothing", () => {
    expect(isEmpty(answeringMail(three, mails, deliveryId("d3"), NOW))).toBe(true);
  });
});

test("a fate has its reason, and an event that changes nothing makes no patch", () => {
  expect(fateOf(reply(2, { fate: "withheld", withheldBecause: null }))).toEqual({
    kind: "withheld",
    because: "by-agent",
  });
  expect(patchByEvent(reply(2, { fate: "mailed" }), { kind: "mail-accepted" }, NOW)).toBeNull();
  expect(patchByEvent(reply(2), { kind: "withheld", because: "switched-off" }, NOW)).toMatchObject({
    fate: { name: "withheld", because: "switched-off" },
  });
});

describe("two changes as one", () => {
  const none = noChange(three.head.id);

  test("the second wins field by field, and nothing is lost", () => {
    const one = { ...none, head: { readUpTo: seq(2) }, patches: [{ seq: seq(2), text: "a", mailedAt: NOW }] };
    const two = {
      ...none,
      head: { readUpTo: seq(3) },
      patches: [
        { seq: seq(2), text: "b" },
        { seq: seq(3), text: "c" },
      ],
    };
    expect(merge(one, two)).toMatchObject({
      head: { readUpTo: 3 },
      patches: [
        { seq: 2, text: "b", mailedAt: NOW },
        { seq: 3, text: "c" },
      ],
    });
  });

  test("with no change is itself, on either side, and only no change is empty", () => {
    const change = readingUpTo(three, seq(3), NOW);
    expect(merge(change, none)).toEqual(change);
    expect(merge(none, change)).toEqual(change);
    expect([isEmpty(none), isEmpty(change)]).toEqual([true, false]);
  });
});
