import { describe, expect, test } from "vitest";
import {
  A,
  B,
  CONNECTED,
  NEVER,
  at,
  byMail,
  expectMailAt,
  given,
  left,
} from "../../../test/support/facts/continuity-facts.ts";
import { decideContinuity } from "./continuity.ts";

describe("the timelines", () => {
  test("left 13:50, A 14:00: mailed 14:02", () => {
    const facts = given({ presence: left("13:50") });
    expectMailAt(facts, "14:02", [A.seq]);
    expect(decideContinuity(facts, at("14:01"))).toEqual({
      kind: "wait",
      until: at("14:02"),
      because: "gone",
      seqs: [A.seq],
    });
    expect(decideContinuity(facts, at("14:02"))).toEqual({
      kind: "send",
      to: "marie@example.com",
      seqs: [A.seq],
      because: "gone",
    });
  });

  test("A 14:00, page open with the panel closed, tab shut 14:09: mailed 14:10", () => {
    expectMailAt(given({ presence: CONNECTED }), "14:10", [A.seq]);
    const facts = given({ presence: left("14:09") });
    expectMailAt(facts, "14:10", [A.seq]);
    expect(decideContinuity(facts, at("14:09"))).toMatchObject({ because: "inactive" });
  });

  test("gone, A 14:00, back 14:01:30 and shopping with the badge showing: mailed 14:10", () => {
    expect(decideContinuity(given({ presence: left("13:50") }), at("14:01:30"))).toMatchObject({ until: at("14:02") });
    expectMailAt(given({ presence: CONNECTED }), "14:10", [A.seq]);
  });

  test("two tabs or devices, one closed: not gone", () => {
    expect(decideContinuity(given({ presence: CONNECTED }), at("14:03"))).toMatchObject({ until: at("14:10") });
  });

  test("two tabs or devices, read in one: read in all", () => {
    const facts = given({ readUpTo: A.seq, lastReadAt: at("14:01") });
    expect(decideContinuity(facts, at("14:10"))).toEqual({ kind: "skip", because: "nothing-waiting" });
  });

  test("A 14:00, edited 14:00:12, solved, nobody there: mailed 14:00:27", () => {
    const edited = { ...A, editedAt: at("14:00:12") };
    const facts = given({ status: "solved", presence: left("13:50"), replies: [edited] });
    expectMailAt(facts, "14:00:27", [A.seq]);
    expect(decideContinuity(facts, at("14:00:13"))).toMatchObject({ because: "settling" });
    expect(decideContinuity(facts, at("14:00:27"))).toMatchObject({ because: "finished" });
  });

  test("A sent as pending while she looks at another tab for 40 s: mailed 14:01 if still unseen", () => {
    const facts = given({ status: "pending", lastAttentionAt: at("13:59:50") });
    expectMailAt(facts, "14:01", [A.seq]);
    expect(decideContinuity(given({ ...facts, readUpTo: A.seq }), at("14:01"))).toMatchObject({ kind: "skip" });
  });

  test("A mailed 14:02, B 14:03: mailed 14:07, B alone", () => {
    const replies = [{ ...A, fate: "mailed" } as const, { ...B, postedAt: at("14:03") }];
    const facts = given({ presence: left("13:50"), lastMailAt: at("14:02"), replies });
    expectMailAt(facts, "14:07", [B.seq]);
    expect(decideContinuity(facts, at("14:06"))).toMatchObject({ because: "between-mails" });
  });

  test("mail from Marie 15:00, B 15:01, she opens the panel 15:01:10 and turns away: mailed 15:11:10", () => {
    const facts = given({ lastEndUserMessage: byMail("15:00"), replies: [{ ...B, postedAt: at("15:01") }] });
    expectMailAt(facts, "15:01:30", [B.seq]);
    expectMailAt({ ...facts, lastAttentionAt: at("15:01:10") }, "15:11:10", [B.seq]);
  });

  test("A mailed 14:02, B 14:19, her answer by mail to A at 14:20: B leaves at once", () => {
    const facts = given({
      presence: NEVER,
      lastAttentionAt: null,
      lastEndUserMessage: byMail("14:20"),
      lastMailAt: at("14:02"),
      replies: [
        { ...A, fate: "answered" },
        { ...B, postedAt: at("14:19") },
      ],
    });
    expect(decideContinuity(facts, at("14:20"))).toMatchObject({ kind: "send", seqs: [B.seq], because: "by-email" });
  });

  test("server down for 3 min: no false mail", () => {
    // The socket was lost with the server at 14:00:30; it runs again at 14:03:30.
    const down = given({ presence: left("14:00:30"), upSince: at("14:03:30") });
    expect(decideContinuity(down, at("14:03:30"))).toMatchObject({ kind: "wait", until: at("14:05:30") });
    // She reconnects by herself, and it is as if nothing had happened.
    expectMailAt({ ...down, presence: CONNECTED }, "14:10", [A.seq]);
  });

  test("server down while the mail fell due: it leaves when those who are there have had time to reconnect", () => {
    const facts = given({ presence: left("14:08"), upSince: at("14:20") });
    expectMailAt(facts, "14:20:20", [A.seq]);
    expect(decideContinuity(facts, at("14:20"))).toMatchObject({ because: "reconnecting" });
  });

  test("first of two waiting replies deleted: the clock moves to the second", () => {
    expectMailAt(given({ replies: [A, B] }), "14:10", [A.seq, B.seq]);
    expectMailAt(given({ replies: [B] }), "14:15", [B.seq]);
  });
});
