import { describe, expect, test } from "vitest";
import {
  A,
  B,
  DELAYS,
  NEVER,
  at,
  byMail,
  byWidget,
  expectMailAt,
  given,
  left,
} from "../../../test/support/facts/continuity-facts.ts";
import { type ContinuityFacts, type ReplyFact, decideContinuity, decideSendNow } from "./continuity.ts";
import { SECOND, instant, millis, seq } from "../ids.ts";

describe("the anchor", () => {
  test("is the first waiting reply where attention was before it", () => {
    expectMailAt(given({ lastAttentionAt: null }), "14:10", [A.seq]);
  });

  test("is the last attention where that came after the reply", () => {
    expectMailAt(given({ lastAttentionAt: at("14:04") }), "14:14", [A.seq]);
  });

  test("is not a read reply, nor one that was mailed, withheld, answered or bounced", () => {
    for (const fate of ["mailed", "withheld", "answered", "bounced", "read"] as const) {
      expectMailAt(given({ replies: [{ ...A, fate }, B] }), "14:15", [B.seq]);
    }
    expectMailAt(given({ replies: [A, B], readUpTo: A.seq }), "14:15", [B.seq]);
  });

  test("an address that arrives late starts the ordinary clock", () => {
    expectMailAt(given({ addressSince: at("16:00"), presence: left("13:50") }), "16:02", [A.seq]);
    expectMailAt(given({ addressSince: at("16:00") }), "16:10", [A.seq]);
    expectMailAt(given({ addressSince: at("13:00") }), "14:10", [A.seq]);
  });
});

describe("nobody connected", () => {
  test("departure after the reply counts from the departure", () => {
    expectMailAt(given({ presence: left("14:03") }), "14:05", [A.seq]);
  });

  test("attention after which the person left counts from the departure", () => {
    expectMailAt(given({ lastAttentionAt: at("14:03:20"), presence: left("14:04") }), "14:06", [A.seq]);
  });

  test("never connected counts from the anchor", () => {
    expectMailAt(given({ lastAttentionAt: null, presence: NEVER }), "14:02", [A.seq]);
  });

  test("a gap shorter than 20 s is no departure, however short the delay", () => {
    const delays = { ...DELAYS, goneAfter: millis(5 * SECOND) };
    expectMailAt(given({ delays, presence: left("14:01") }), "14:01:20", [A.seq]);
    expectMailAt(given({ delays, presence: left("13:50") }), "14:00:15", [A.seq]); // settled
  });

  test("departures count anew from a start", () => {
    expectMailAt(given({ presence: left("13:50"), upSince: at("14:01") }), "14:03", [A.seq]);
  });
});

describe("their last message came by e-mail", () => {
  const mailed = given({ lastEndUserMessage: byMail("13:55") });

  test("the reply follows after 30 s, connected or not", () => {
    expectMailAt(mailed, "14:00:30", [A.seq]);
    expectMailAt({ ...mailed, presence: left("13:50") }, "14:00:30", [A.seq]);
    expect(decideContinuity(mailed, at("14:00:30"))).toMatchObject({ because: "by-email" });
  });

  test("attention before their mail does not matter, attention after it does", () => {
    expectMailAt({ ...mailed, lastAttentionAt: at("13:55") }, "14:00:30", [A.seq]);
    expectMailAt({ ...mailed, lastAttentionAt: at("13:55:01") }, "14:10", [A.seq]);
  });

  test("a later message in the widget ends it", () => {
    expectMailAt({ ...mailed, lastEndUserMessage: byWidget("13:56") }, "14:10", [A.seq]);
    expectMailAt({ ...mailed, lastEndUserMessage: null }, "14:10", [A.seq]);
  });

  test("a second burst is mailed without the gap", () => {
    const facts = { ...mailed, lastMailAt: at("14:00:30"), replies: [{ ...B, postedAt: at("14:01") }] };
    expectMailAt(facts, "14:01:30", [B.seq]);
  });

  test.each([
    ["off", { enabled: false }],
    ["without what it needs", { missingPrerequisite: "agent-with-chat-access" }],
  ])("replies go by e-mail with the switch %s, attention or not", (_how, change) => {
    expectMailAt({ ...mailed, ...change }, "14:00:30", [A.seq]);
    expectMailAt({ ...mailed, ...change, lastAttentionAt: at("13:56") }, "14:10", [A.seq]);
  });
});

describe("pending, on-hold or solved", () => {
  test.each(["pending", "on-hold", "solved"] as const)("%s: at the anchor with nobody connected", (status) => {
    expectMailAt(given({ status, presence: left("13:50") }), "14:00:15", [A.seq]); // settled
    expectMailAt(given({ status, presence: NEVER }), "14:00:15", [A.seq]);
    expectMailAt(given({ status, presence: left("13:50"), lastAttentionAt: at("14:00:30") }), "14:00:30", [A.seq]);
  });

  test.each(["pending", "on-hold", "solved"] as const)("%s: a minute later with somebody connected", (status) => {
    expectMailAt(given({ status }), "14:01", [A.seq]);
    expectMailAt(given({ status, lastAttentionAt: at("14:00:30") }), "14:01:30", [A.seq]);
  });

  test.each(["new", "open"] as const)("%s does not hasten the mail", (status) => {
    expectMailAt(given({ status }), "14:10", [A.seq]);
  });

  test("set later, the mail leaves at once", () => {
    expect(decideContinuity(given({ status: "solved" }), at("14:05"))).toMatchObject({ kind: "send" });
  });

  test("whoever lost the connection less than 20 s ago counts as connected", () => {
    expectMailAt(given({ status: "solved", presence: left("14:00:10") }), "14:00:30", [A.seq]);
    expectMailAt(given({ status: "solved", presence: left("14:00:50") }), "14:01", [A.seq]);
    expectMailAt(given({ status: "solved", presence: left("13:59:50") }), "14:00:15", [A.seq]);
  });
});

describe("settling", () => {
  const gone = given({ presence: left("13:50") });

  test("a due mail waits until the newest reply has settled, and takes it along", () => {
    expectMailAt({ ...gone, replies: [A, { ...B, postedAt: at("14:01:58") }] }, "14:02:13", [A.seq, B.seq]);
  });

  test("an edit settles anew, of the first reply as well", () => {
    const edited = { ...A, editedAt: at("14:01:50") };
    expectMailAt({ ...gone, replies: [edited, { ...B, postedAt: at("14:01") }] }, "14:02:05", [A.seq, B.seq]);
  });

  test("a reply that its author has open for editing has not settled, until 5 min after it was opened", () => {
    const open = { ...A, editingSince: at("14:01:50") };
    expectMailAt({ ...gone, replies: [open] }, "14:06:50", [A.seq]);
    expectMailAt({ ...gone, replies: [open, { ...B, postedAt: at("14:01") }] }, "14:06:50", [A.seq, B.seq]);
    // Opened again and again it stays behind, and what has settled goes without it.
    const again = { ...A, editingSince: at("14:05") };
    expectMailAt({ ...gone, replies: [again, { ...B, postedAt: at("14:01") }] }, "14:07", [B.seq]);
    expectMailAt({ ...gone, replies: [{ ...open, editingSince: null }] }, "14:02", [A.seq]);
  });

  test("it waits at most 5 min more, and what is unsettled then goes in the next mail", () => {
    // Posted every 10 s from 14:01:50; the mail was due at 14:02.
    const burst = Array.from({ length: 60 }, (_, i): ReplyFact => {
      return { ...A, seq: seq(3 + i), postedAt: instant(at("14:01:50") + 10 * SECOND * i) };
    });
    const soFar = burst.filter((reply) => reply.postedAt <= at("14:07"));
    const settled = soFar.filter((reply) => reply.postedAt + 15 * SECOND <= at("14:07"));
    expect(soFar.length - settled.length).toBe(2);
    const facts = { ...gone, replies: [A, ...soFar] };
    expectMailAt(
      facts,
      "14:07",
      [A, ...settled].map((reply) => reply.seq),
    );

    const next = soFar.slice(settled.length);
    expectMailAt(
      { ...facts, replies: next, lastMailAt: at("14:07") },
      "14:12",
      next.map((reply) => reply.seq),
    );
  });

  test("where none has settled by then, it waits for the first to settle", () => {
    const edited = { ...A, editedAt: at("14:06:55") };
    expectMailAt({ ...gone, replies: [edited] }, "14:07:10", [A.seq]);
    const posted = { ...B, postedAt: at("14:01"), editedAt: at("14:06:50") };
    expectMailAt({ ...gone, replies: [edited, posted] }, "14:07:05", [B.seq]);
  });

  test("a mail that falls due in retrospect does not leave the newest reply behind", () => {
    // Page open; the last word comes with the status, long after the anchor of the first reply.
    const facts = given({ status: "pending", replies: [A, { ...B, postedAt: at("14:07:55") }] });
    expectMailAt(facts, "14:08:10", [A.seq, B.seq]);
  });
});

describe("a second burst in the same silence", () => {
  const second = given({
    presence: left("13:50"),
    lastMailAt: at("14:02"),
    replies: [
      { ...A, fate: "mailed" },
      { ...B, postedAt: at("14:02:30") },
    ],
  });

  test("is mailed at least 5 min after the mail before", () => {
    expectMailAt(second, "14:07", [B.seq]);
    expectMailAt({ ...second, replies: [{ ...B, postedAt: at("14:30") }] }, "14:32", [B.seq]);
    expectMailAt({ ...second, status: "solved" }, "14:07", [B.seq]);
  });

  test.each([
    ["writing", { lastEndUserMessage: byWidget("14:02:10") }],
    ["reading", { lastReadAt: at("14:02:10") }],
    ["attention", { lastAttentionAt: at("14:02:10") }],
    ["a sign at the very instant of the mail", { lastReadAt: at("14:02") }],
  ])("%s ends the silence, and the gap with it", (_sign, change) => {
    expectMailAt({ ...second, ...change }, "14:04:30", [B.seq]);
  });

  test.each([
    ["writing", { lastEndUserMessage: byWidget("14:01:59") }],
    ["reading", { lastReadAt: at("14:01:59") }],
    ["attention", { lastAttentionAt: at("14:01:59") }],
  ])("%s before the mail does not", (_sign, change) => {
    expectMailAt({ ...second, ...change }, "14:07", [B.seq]);
  });
});

describe("no mail", () => {
  const refused: readonly (readonly [string, Partial<ContinuityFacts>, string])[] = [
    ["no agent has replied", { replies: [] }, "nothing-waiting"],
    ["it was read on the site", { readUpTo: A.seq }, "nothing-waiting"],
    ["it was mailed", { replies: [{ ...A, fate: "mailed" }] }, "nothing-waiting"],
    ["it was withheld", { replies: [{ ...A, fate: "withheld" }] }, "nothing-waiting"],
    ["a mail carries it already", { replies: [{ ...A, inDelivery: true }] }, "in-delivery"],
    ["a mail carries one of two", { replies: [{ ...A, inDelivery: true }, B] }, "in-delivery"],
    ["the conversation is closed", { status: "closed" }, "closed"],
    ["it is closed, though they wrote by mail", { status: "closed", lastEndUserMessage: byMail("13:45") }, "closed"],
    ["the switch is off", { enabled: false }, "disabled"],
    ["the switch is off and nobody wrote", { enabled: false, lastEndUserMessage: null }, "disabled"],
    ["the switch lacks what it needs", { missingPrerequisite: "support-address" }, "prerequisite"],
    ["no address was given", { address: null }, "no-address"],
    ["the address bounced for good", { suppressed: true }, "suppressed"],
    ["they asked for no more e-mails", { stopped: true }, "stopped"],
  ];

  test.each(refused)("when %s", (_when, change, because) => {
    expect(decideContinuity(given(change), at("18:00"))).toEqual({ kind: "skip", because });
  });

  test.each(refused)("by send now either, when %s", (_when, change, because) => {
    expect(decideSendNow(given(change))).toEqual({ kind: "skip", because });
  });

  test("is held up by a delivery of what has been read meanwhile", () => {
    const facts = given({ replies: [{ ...A, inDelivery: true }, B], readUpTo: A.seq });
    expectMailAt(facts, "14:15", [B.seq]);
  });
});

describe("send now", () => {
  test("skips inactivity and settling, and takes all that waits", () => {
    const replies = [A, { ...B, fate: "withheld" } as const, { ...B, seq: seq(4), editedAt: at("14:06") }];
    expect(decideSendNow(given({ replies }))).toEqual({
      kind: "send",
      to: "marie@example.com",
      seqs: [2, 4],
      because: "send-now",
    });
  });

  test("waits for no earlier mail and no restart", () => {
    expect(decideSendNow(given({ lastMailAt: at("13:59"), upSince: at("14:00") }))).toMatchObject({ kind: "send" });
  });
});
