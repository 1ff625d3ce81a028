import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FateState } from "../continuity/fate.ts";
import { deliveryId, seq } from "../ids.ts";
import {
  type FatedReply,
  type SentMail,
  advanceReadMark,
  fatesOnAnswer,
  fatesOnReading,
  seqsReadByAnswer,
} from "./unread.ts";

const reply = (n: number, kind: Exclude<FateState["kind"], "withheld"> = "waiting"): FatedReply => ({
  seq: seq(n),
  fate: { kind },
});
const mail = (id: string, ...seqs: readonly number[]): SentMail => ({
  deliveryId: deliveryId(id),
  seqs: seqs.map(seq),
  hasBounced: false,
});

describe("the read mark", () => {
  test("moves to what was shown", () => {
    expect(advanceReadMark(seq(2), seq(5), seq(9))).toBe(5);
  });

  test("moves no further than what exists", () => {
    expect(advanceReadMark(seq(2), seq(50), seq(9))).toBe(9);
  });

  test("never moves back, though an older tab reports late", () => {
    expect(advanceReadMark(seq(5), seq(3), seq(9))).toBe(5);
  });

  test("ends at the same place, in whatever order tabs report", () => {
    const marks = fc.array(fc.integer({ min: 0, max: 20 }).map(seq));
    fc.assert(
      fc.property(marks, fc.integer({ min: 0, max: 15 }).map(seq), (shown, last) => {
        const inOrder = shown.reduce((mark, upTo) => advanceReadMark(mark, upTo, last), seq(0));
        const reversed = shown.toReversed().reduce((mark, upTo) => advanceReadMark(mark, upTo, last), seq(0));
        expect(inOrder).toBe(reversed);
        expect(inOrder).toBeLessThanOrEqual(last);
      }),
    );
  });
});

describe("reading on the site", () => {
  test("seeing one reply reads all before it, and none after it", () => {
    const after = fatesOnReading([reply(2), reply(3, "mailed"), reply(4)], seq(3));
    expect(after).toEqual([reply(2, "read"), reply(3, "read")]);
  });

  test("changes nothing where everything was read or answered", () => {
    expect(fatesOnReading([reply(2, "read"), reply(3, "answered")], seq(9))).toEqual([]);
  });
});

describe("an answer by e-mail", () => {
  const mails = [mail("first", 2, 3), mail("second", 5), mail("third", 6)];

  test("reads what the mail it answers carried, and what earlier ones did", () => {
    expect(seqsReadByAnswer(mails, deliveryId("second"))).toEqual([2, 3, 5]);
  });

  test("reads nothing newer, mailed or not", () => {
    const replies = [reply(2, "mailed"), reply(3, "read"), reply(4), reply(5, "mailed"), reply(7)];
    expect(fatesOnAnswer(replies, mails, deliveryId("first"))).toEqual([reply(2, "answered"), reply(3, "answered")]);
  });

  test("does not read a withheld reply between two that were mailed", () => {
    const withheld: FatedReply = { seq: seq(4), fate: { kind: "withheld", because: "by-agent" } };
    const after = fatesOnAnswer([reply(3, "mailed"), withheld, reply(5, "mailed")], mails, deliveryId("second"));
    expect(after.map((change) => change.seq)).toEqual([3, 5]);
  });

  test.each([null, deliveryId("unknown")])("to no mail that we know reads nothing (%s)", (answered) => {
    expect(seqsReadByAnswer(mails, answered)).toEqual([]);
    expect(fatesOnAnswer([reply(2, "mailed")], mails, answered)).toEqual([]);
  });

  test("does not read what an earlier mail carried that bounced", () => {
    const [first, second] = [{ ...mail("first", 2), hasBounced: true }, mail("second", 5)];
    expect(seqsReadByAnswer([first, second], deliveryId("second"))).toEqual([5]);
    expect(seqsReadByAnswer([first, second], deliveryId("first"))).toEqual([2]);
  });

  test("names a reply once that two mails carried", () => {
    expect(seqsReadByAnswer([mail("first", 3, 2), mail("second", 2)], deliveryId("second"))).toEqual([2, 3]);
  });
});
