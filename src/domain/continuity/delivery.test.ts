import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { A, B, at, byMail, given, left } from "../../../test/support/facts/continuity-facts.ts";
import {
  type AttemptHistory,
  type DeliveryEvent,
  type DeliveryState,
  type PendingMail,
  decideNextAttempt,
  decideSuppression,
  nextDeliveryState,
  stillWanted,
} from "./delivery.ts";
import { type Instant, DAY, HOUR, MINUTE, emailAddress, instant, seq } from "../ids.ts";

const FIRST = at("14:00");
const EVEN = 0.5;
const history = (change: Partial<AttemptHistory> = {}): AttemptHistory => ({
  firstTriedAt: FIRST,
  attempts: 1,
  wasAmbiguous: false,
  ...change,
});

describe("after an attempt", () => {
  test("accepted is done", () => {
    expect(decideNextAttempt(history(), { kind: "accepted" }, EVEN, FIRST)).toEqual({
      kind: "done",
      state: "accepted",
    });
  });

  test.each([
    [1, 5],
    [2, 15],
    [3, 30],
    [4, 60],
    [5, 120],
    [6, 240],
    [7, 240],
    [12, 240],
  ])("deferred the %i. time, it is tried again after %i min", (attempts, minutes) => {
    expect(decideNextAttempt(history({ attempts }), { kind: "deferred" }, EVEN, FIRST)).toEqual({
      kind: "retry",
      state: "deferred",
      at: FIRST + minutes * MINUTE,
    });
  });

  test("the delay is jittered by a tenth either way", () => {
    const after = (chance: number) => decideNextAttempt(history(), { kind: "deferred" }, chance, FIRST);
    expect(after(0)).toMatchObject({ at: FIRST + 4.5 * MINUTE });
    expect(after(1)).toMatchObject({ at: FIRST + 5.5 * MINUTE });
  });

  test("refused is never tried again", () => {
    expect(decideNextAttempt(history(), { kind: "refused" }, EVEN, FIRST)).toEqual({
      kind: "give-up",
      state: "refused",
      because: "refused",
      mayHaveArrived: false,
    });
  });

  test("ambiguous is tried again soon, then like a deferred one", () => {
    const first = decideNextAttempt(history(), { kind: "ambiguous" }, EVEN, FIRST);
    expect(first).toEqual({ kind: "retry", state: "ambiguous", at: FIRST + MINUTE });
    const again = history({ attempts: 2, wasAmbiguous: true });
    expect(decideNextAttempt(again, { kind: "ambiguous" }, EVEN, FIRST)).toMatchObject({ at: FIRST + 15 * MINUTE });
  });

  test("once ambiguous, a clean deferral leaves it ambiguous", () => {
    const again = history({ attempts: 2, wasAmbiguous: true });
    expect(decideNextAttempt(again, { kind: "deferred" }, EVEN, FIRST)).toMatchObject({ state: "ambiguous" });
    expect(decideNextAttempt(again, { kind: "refused" }, EVEN, FIRST)).toMatchObject({ mayHaveArrived: true });
  });

  test("the last attempt is made 48 h after the first, and then it is given up", () => {
    const late = instant(FIRST + 47 * HOUR);
    const end = instant(FIRST + 48 * HOUR);
    expect(decideNextAttempt(history({ attempts: 15 }), { kind: "deferred" }, EVEN, late)).toMatchObject({ at: end });
    expect(decideNextAttempt(history({ attempts: 16 }), { kind: "deferred" }, EVEN, end)).toEqual({
      kind: "give-up",
      state: "refused",
      because: "expired",
      mayHaveArrived: false,
    });
    expect(decideNextAttempt(history({ attempts: 16 }), { kind: "ambiguous" }, EVEN, end)).toMatchObject({
      because: "expired",
      mayHaveArrived: true,
    });
  });

  test("whatever the server says and whatever is drawn, the tries come to an end", () => {
    const outcomes = fc.infiniteStream(
      fc.record({ kind: fc.constantFrom("deferred", "ambiguous"), chance: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(outcomes, (stream) => {
        let now: Instant = FIRST;
        let wasAmbiguous = false;
        let attempts = 1;
        for (const { kind, chance } of stream) {
          const next = decideNextAttempt({ firstTriedAt: FIRST, attempts, wasAmbiguous }, { kind }, chance, now);
          if (next.kind !== "retry") break;
          expect(next.at).toBeGreaterThan(now);
          now = next.at;
          wasAmbiguous ||= kind === "ambiguous";
          attempts += 1;
        }
        expect(now).toBe(FIRST + 48 * HOUR);
        expect(attempts).toBeLessThan(25);
      }),
    );
  });
});

describe("its states", () => {
  test.each<[DeliveryState, DeliveryEvent, DeliveryState]>([
    ["queued", "leased", "sending"],
    ["deferred", "leased", "sending"],
    ["ambiguous", "leased", "sending"],
    ["sending", "lease-lapsed", "ambiguous"],
    ["queued", "cancelled", "cancelled"],
    ["deferred", "cancelled", "cancelled"],
    ["ambiguous", "cancelled", "cancelled"],
    ["accepted", "bounced", "bounced"],
    ["ambiguous", "bounced", "bounced"],
    ["sending", "bounced", "bounced"],
    ["ambiguous", "proved-arrived", "accepted"],
  ])("%s, %s: %s", (state, event, after) => {
    expect(nextDeliveryState(state, event)).toBe(after);
  });

  test.each<[DeliveryState, DeliveryEvent]>([
    ["sending", "leased"],
    ["accepted", "leased"],
    ["cancelled", "leased"],
    ["refused", "leased"],
    ["accepted", "cancelled"],
    ["sending", "cancelled"],
    ["queued", "bounced"],
    ["cancelled", "bounced"],
    ["bounced", "proved-arrived"],
    ["accepted", "lease-lapsed"],
  ])("%s stays so when it hears %s", (state, event) => {
    expect(nextDeliveryState(state, event)).toBe(state);
  });
});

describe("still wanted, before an attempt", () => {
  const queued = { ...A, inDelivery: true };
  const gone = given({ presence: left("13:50"), replies: [queued] });
  const MAIL: PendingMail = {
    to: emailAddress("marie@example.com"),
    seqs: [A.seq],
    carried: [A.seq],
    isSendNow: false,
    isFrozen: false,
    fingerprint: "as posted",
  };
  const NOW = at("14:02");

  test("where nothing changed, it leaves as it is", () => {
    expect(stillWanted(MAIL, gone, "as posted", NOW)).toEqual({ kind: "as-is" });
  });

  test.each([
    ["read", { readUpTo: A.seq }, "nothing-waiting"],
    ["deleted", { replies: [] }, "nothing-waiting"],
    ["withheld", { replies: [{ ...queued, fate: "withheld" }] }, "nothing-waiting"],
    ["the switch turned off", { enabled: false }, "disabled"],
    ["the address suppressed", { suppressed: true }, "suppressed"],
    ["e-mails stopped by the person", { stopped: true }, "stopped"],
    ["the conversation closed", { status: "closed" }, "closed"],
  ] as const)("%s meanwhile, it is cancelled", (_what, change, because) => {
    expect(stillWanted(MAIL, { ...gone, ...change }, "as posted", NOW)).toEqual({ kind: "unwanted", because });
  });

  test("edited meanwhile, a new mail is written once the edit has settled", () => {
    const edited = { ...gone, replies: [{ ...queued, editedAt: at("14:01:50") }] };
    expect(stillWanted(MAIL, edited, "as edited", NOW)).toEqual({
      kind: "later",
      until: at("14:02:05"),
      because: "settling",
    });
    expect(stillWanted(MAIL, edited, "as edited", at("14:02:05"))).toMatchObject({
      kind: "anew",
      decision: { seqs: [A.seq] },
    });
  });

  test("a reply that came meanwhile joins, in a new mail", () => {
    const facts = { ...gone, replies: [queued, B] };
    expect(stillWanted(MAIL, facts, "as posted", at("14:10"))).toMatchObject({
      kind: "anew",
      decision: { kind: "send", seqs: [A.seq, B.seq] },
    });
  });

  test("the first of two read meanwhile, the other leaves in a new mail", () => {
    const mail = { ...MAIL, seqs: [A.seq, B.seq], carried: [A.seq, B.seq] };
    const facts = { ...gone, replies: [queued, { ...B, inDelivery: true }], readUpTo: A.seq };
    expect(stillWanted(mail, facts, "as posted", at("14:10"))).toMatchObject({ decision: { seqs: [B.seq] } });
  });

  test("the address changed meanwhile, a new mail is written", () => {
    const facts = { ...gone, address: emailAddress("marie@example.net") };
    expect(stillWanted(MAIL, facts, "as posted", NOW)).toMatchObject({ decision: { to: "marie@example.net" } });
  });

  test("attention meanwhile, it waits again", () => {
    const facts = { ...gone, lastAttentionAt: at("14:01:30") };
    expect(stillWanted(MAIL, facts, "as posted", NOW)).toEqual({
      kind: "later",
      until: at("14:03:30"),
      because: "gone",
    });
  });

  test("what did not fit in does not make it another mail", () => {
    const facts = { ...gone, replies: [queued, B] };
    const mail = { ...MAIL, seqs: [A.seq, B.seq] };
    expect(stillWanted(mail, facts, "as posted", at("14:10"))).toEqual({ kind: "as-is" });
  });

  test("sent by hand, it waits for nothing but passes the other checks", () => {
    const mail = { ...MAIL, isSendNow: true };
    const facts = given({ replies: [queued] });
    expect(stillWanted(mail, facts, "as posted", at("14:00:01"))).toEqual({ kind: "as-is" });
    expect(stillWanted(mail, { ...facts, stopped: true }, "as posted", at("14:00:01"))).toMatchObject({
      kind: "unwanted",
    });
  });

  test("another mail under way with one of the replies, it is cancelled", () => {
    const facts = { ...gone, replies: [queued, { ...B, inDelivery: true }] };
    expect(stillWanted(MAIL, facts, "as posted", at("14:10"))).toEqual({ kind: "unwanted", because: "in-delivery" });
  });

  describe("after an ambiguous attempt", () => {
    const mail = { ...MAIL, seqs: [A.seq, B.seq], carried: [A.seq, B.seq], isFrozen: true };
    const both = { ...gone, replies: [queued, { ...B, inDelivery: true }] };

    test("the same bytes go again, edited or not, with attention or without, joined by nothing", () => {
      expect(stillWanted(mail, both, "as edited", at("14:10"))).toEqual({ kind: "as-is" });
      expect(stillWanted(mail, { ...both, lastAttentionAt: at("14:09") }, "", at("14:10"))).toEqual({ kind: "as-is" });
      const more = { ...both, replies: [...both.replies, { ...B, seq: seq(4) }] };
      expect(stillWanted(mail, more, "as posted", at("14:10"))).toEqual({ kind: "as-is" });
    });

    test("with one of two read, the same bytes go again", () => {
      expect(stillWanted(mail, { ...both, readUpTo: A.seq }, "as posted", at("14:10"))).toEqual({ kind: "as-is" });
    });

    test("with all read or answered, it does not go again", () => {
      const answered = both.replies.map((reply) => ({ ...reply, fate: "answered" }) as const);
      const unwanted = { kind: "unwanted", because: "nothing-waiting" };
      expect(stillWanted(mail, { ...both, readUpTo: B.seq }, "as posted", at("14:10"))).toEqual(unwanted);
      expect(stillWanted(mail, { ...both, replies: answered }, "as posted", at("14:10"))).toEqual(unwanted);
      // A later reply that waits does not keep it alive.
      const more = { ...both, replies: [...answered, { ...B, seq: seq(4) }] };
      expect(stillWanted(mail, more, "as posted", at("14:10"))).toEqual(unwanted);
    });

    test("the person's stop is obeyed", () => {
      expect(stillWanted(mail, { ...both, stopped: true }, "as posted", at("14:10"))).toEqual({
        kind: "unwanted",
        because: "stopped",
      });
    });
  });

  test("to someone who writes by e-mail it leaves with the switch off", () => {
    const facts = { ...gone, enabled: false, lastEndUserMessage: byMail("13:45") };
    expect(stillWanted(MAIL, facts, "as posted", NOW)).toEqual({ kind: "as-is" });
  });
});

const bounce = (status: string | null, isPermanent = true) => ({ kind: "bounce", status, isPermanent }) as const;

describe("an address is mailed no more", () => {
  test.each(["5.1.1", "5.1.2", "5.1.10", "5.2.1"])("at once after %s", (status) => {
    expect(decideSuppression(bounce(status), [], FIRST)).toBe("undeliverable");
  });

  test("at once after a complaint", () => {
    expect(decideSuppression({ kind: "complaint" }, [], FIRST)).toBe("complaint");
  });

  test.each([bounce("5.7.1"), bounce("4.2.2", false), bounce(null), bounce("5.1.1", false)])(
    "after the third failure in 7 days, not before (%o)",
    (failure) => {
      const daysAgo = (days: number) => instant(FIRST - days * DAY);
      expect(decideSuppression(failure, [], FIRST)).toBeNull();
      expect(decideSuppression(failure, [daysAgo(1)], FIRST)).toBeNull();
      expect(decideSuppression(failure, [daysAgo(7), daysAgo(1)], FIRST)).toBeNull();
      expect(decideSuppression(failure, [daysAgo(6), daysAgo(1)], FIRST)).toBe("too-many-failures");
    },
  );
});
