import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { A, CONNECTED, DELAYS, NEVER, ONE_REPLY, at, given } from "../../../test/support/facts/continuity-facts.ts";
import {
  type ContinuityDecision,
  type ContinuityFacts,
  type ReplyFact,
  decideContinuity,
  decideSendNow,
} from "./continuity.ts";
import { type Instant, type Seq, DAY, HOUR, MINUTE, SECOND, instant, millis, seq } from "../ids.ts";

const span = (min: number, max: number) => fc.integer({ min, max });
const mostly = <T>(usual: T, ...rare: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
const seqsOf = (decision: ContinuityDecision): readonly Seq[] => (decision.kind === "skip" ? [] : decision.seqs);

/** Until when an open edit holds the mail; 0: there is none. */
const heldUntil = ({ editingSince }: ReplyFact, { settleAtMost }: ContinuityFacts["delays"]): number =>
  editingSince === null ? 0 : editingSince + settleAtMost;

describe("whatever the facts", () => {
  const START = at("14:00");
  const moment = span(-20 * 60, 40 * 60).map((seconds) => instant(START + seconds * SECOND));
  const reply = fc.record({
    postedAfter: fc.oneof(span(0, 30), span(0, 900)),
    editedAfter: fc.option(span(0, 400), { freq: 3 }),
    editingAfter: fc.option(span(0, 400), { freq: 2 }),
    fate: mostly<ReplyFact["fate"]>("waiting", "withheld", "mailed", "bounced", "answered", "read"),
    inDelivery: mostly(false, false, false, true),
  });
  const replies = fc.array(reply, { minLength: 1, maxLength: 6 }).map((items) => {
    let clock = START;
    return items.map(({ postedAfter, editedAfter, editingAfter, ...rest }, i): ReplyFact => {
      clock = instant(clock + postedAfter * SECOND);
      const editedAt = editedAfter === null ? null : instant(clock + editedAfter * SECOND);
      const editingSince = editingAfter === null ? null : instant(clock + editingAfter * SECOND);
      return { seq: seq(i + 1), postedAt: clock, editedAt, editingSince, ...rest };
    });
  });
  const seconds = (min: number, max: number) => span(min, max).map((n) => millis(n * SECOND));
  const anyFacts: fc.Arbitrary<ContinuityFacts> = fc.record({
    enabled: mostly(true, false),
    missingPrerequisite: mostly<string | null>(null, "support-address"),
    status: fc.constantFrom("new", "open", "open", "open", "pending", "on-hold", "solved", "solved", "closed"),
    address: mostly<ContinuityFacts["address"]>(ONE_REPLY.address, null),
    suppressed: mostly(false, true),
    stopped: mostly(false, true),
    lastEndUserMessage: fc.option(
      fc.record({ channel: fc.constantFrom("messaging", "messaging", "email"), at: moment }),
    ),
    readUpTo: mostly(0, 1, 2, 6).map(seq),
    lastReadAt: fc.option(moment),
    lastAttentionAt: fc.option(moment),
    presence: fc.oneof(
      fc.constant(CONNECTED),
      fc.constant(NEVER),
      moment.map((since) => ({ kind: "gone", since }) as const),
    ),
    lastMailAt: fc.option(moment),
    replies,
    upSince: mostly(at("08:00"), at("14:03"), at("14:20")),
    delays: fc.record({
      inactiveAfter: seconds(5, 900),
      goneAfter: seconds(5, 200),
      byMailAfter: seconds(5, 60),
      finishedWhileConnectedAfter: seconds(5, 90),
      settleFor: mostly(DELAYS.settleFor, millis(5 * SECOND)),
      settleAtMost: mostly(DELAYS.settleAtMost, MINUTE),
      betweenMails: seconds(5, 600),
      reconnectWithin: fc.constant(DELAYS.reconnectWithin),
    }),
  });

  /** When the mail leaves, asked before anything can be due; null: it never does. */
  const mailAt = (facts: ContinuityFacts): Instant | null => {
    const decision = decideContinuity(facts, instant(START - DAY));
    return decision.kind === "wait" ? decision.until : null;
  };
  const check = (property: (facts: ContinuityFacts, now: Instant, other: Instant) => void): void => {
    fc.assert(fc.property(anyFacts, moment, moment, property), { numRuns: 300 });
  };
  test("only a reply that waits, is unread and is in no other mail is sent, oldest first", () => {
    check((facts, now) => {
      const decision = decideContinuity(facts, now);
      fc.pre(decision.kind === "send");
      const waiting = facts.replies.filter((r) => r.fate === "waiting" && r.seq > facts.readUpTo && !r.inDelivery);
      expect(waiting.map((r) => r.seq)).toEqual(expect.arrayContaining([...decision.seqs]));
      expect(decision.seqs).toEqual(decision.seqs.toSorted((a, b) => a - b));
      expect(decision.seqs.length).toBeGreaterThan(0);
    });
  });

  test("a mail leaves only settled replies, and leaves behind only unsettled ones", () => {
    check((facts, now) => {
      const decision = decideContinuity(facts, now);
      fc.pre(decision.kind === "send");
      const settled = facts.replies.filter(
        (r) =>
          r.fate === "waiting" &&
          r.seq > facts.readUpTo &&
          Math.max(r.postedAt, r.editedAt ?? 0) + facts.delays.settleFor <= now &&
          heldUntil(r, facts.delays) <= now,
      );
      expect(decision.seqs).toEqual(settled.map((r) => r.seq));
    });
  });

  test("a further reply never makes the mail leave earlier", () => {
    check((facts, now) => {
      const before = mailAt(facts);
      const isNewest = facts.replies.every(
        (r) => now >= Math.max(r.postedAt, r.editedAt ?? 0, heldUntil(r, facts.delays)),
      );
      fc.pre(before !== null && isNewest);
      const further: ReplyFact = { ...A, seq: seq(facts.replies.length + 1), postedAt: now };
      const after = mailAt({ ...facts, replies: [...facts.replies, further] });
      expect(after).toBeGreaterThanOrEqual(before);
    });
  });

  test("a wait ends: asked again when it is over, the rule sends", () => {
    check((facts, now) => {
      const decision = decideContinuity(facts, now);
      fc.pre(decision.kind === "wait");
      expect(decision.until).toBeGreaterThan(now);
      expect(decideContinuity(facts, decision.until).kind).toBe("send");
      expect(decideContinuity(facts, instant(decision.until - 1))).toEqual(decision);
    });
  });

  test("no answer depends on when it was asked before: never too early, at any later time it sends", () => {
    check((facts, now, other) => {
      const until = mailAt(facts);
      fc.pre(until !== null);
      expect(decideContinuity(facts, now).kind).toBe(now < until ? "wait" : "send");
      expect(decideContinuity(facts, other).kind).toBe(other < until ? "wait" : "send");
    });
  });

  test("sending settles it: what was mailed is not sent again", () => {
    check((facts, now, afterwards) => {
      const decision = decideContinuity(facts, now);
      fc.pre(decision.kind === "send");
      const mailed = facts.replies.map((r) => (decision.seqs.includes(r.seq) ? { ...r, fate: "mailed" as const } : r));
      const next = decideContinuity({ ...facts, replies: mailed, lastMailAt: now }, afterwards);
      expect(seqsOf(next).filter((s) => decision.seqs.includes(s))).toEqual([]);
    });
  });

  test("attention makes no mail earlier, except that it ends the silence of the mail before", () => {
    check((facts, attention) => {
      const before = mailAt({ ...facts, lastMailAt: null });
      fc.pre(before !== null && attention > (facts.lastAttentionAt ?? 0));
      const after = mailAt({ ...facts, lastMailAt: null, lastAttentionAt: attention });
      expect(after).toBeGreaterThanOrEqual(before);
    });
  });

  test("a later departure makes no mail earlier, and being connected none earlier than being gone", () => {
    check((facts, since) => {
      const gone = mailAt({ ...facts, presence: { kind: "gone", since } });
      fc.pre(gone !== null);
      expect(mailAt({ ...facts, presence: { kind: "gone", since: instant(since + MINUTE) } })).toBeGreaterThanOrEqual(
        gone,
      );
      expect(mailAt({ ...facts, presence: CONNECTED })).toBeGreaterThanOrEqual(gone);
    });
  });

  test("one more reply postpones the mail by no more than settling", () => {
    check((facts, postedAt) => {
      const before = mailAt(facts);
      const last = facts.replies.at(-1);
      fc.pre(before !== null && last !== undefined && postedAt >= last.postedAt && postedAt <= before);
      const more: ReplyFact = { ...A, seq: seq(last.seq + 1), postedAt };
      const after = mailAt({ ...facts, replies: [...facts.replies, more] });
      expect(after).toBeLessThanOrEqual(before + facts.delays.settleFor);
    });
  });

  test("no mail within the gap after the mail before in one silence", () => {
    check((facts, now, lastMailAt) => {
      const silent = { ...facts, lastMailAt, lastAttentionAt: null, lastReadAt: null, lastEndUserMessage: null };
      const decision = decideContinuity(silent, now);
      fc.pre(decision.kind === "send");
      expect(now).toBeGreaterThanOrEqual(lastMailAt + facts.delays.betweenMails);
    });
  });

  test("no mail before the delay of the fastest case, nor before those who were cut off could reconnect", () => {
    check((facts, now) => {
      const decision = decideContinuity(facts, now);
      fc.pre(decision.kind === "send");
      expect(now).toBeGreaterThanOrEqual(facts.upSince + facts.delays.reconnectWithin);
      expect(now).toBeGreaterThanOrEqual(START + facts.delays.settleFor);
      const { presence } = facts;
      fc.pre(presence.kind === "connected");
      const { inactiveAfter, byMailAfter, finishedWhileConnectedAfter } = facts.delays;
      expect(now).toBeGreaterThanOrEqual(START + Math.min(inactiveAfter, byMailAfter, finishedWhileConnectedAfter));
    });
  });

  test("send now sends exactly where the rule would some day, at once and everything", () => {
    check((facts) => {
      const decision = decideContinuity(facts, instant(START + DAY));
      const now = decideSendNow(facts);
      expect(now.kind).toBe(decision.kind);
      expect(seqsOf(now)).toEqual(seqsOf(decision));
    });
  });

  test("the longest delay an admin can set still ends", () => {
    const delays = { ...DELAYS, inactiveAfter: millis(24 * HOUR) };
    expect(decideContinuity(given({ delays }), at("14:00"))).toMatchObject({ until: at("14:00") + DAY });
  });
});
