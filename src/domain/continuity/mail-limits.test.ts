import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, instant, later, millis, MINUTE } from "../ids.ts";
import { decideMailCap, MAILS_A_CONVERSATION } from "./mail-caps.ts";
import { asksToSlowDown, heldUntil, slowDown } from "./mail-pace.ts";

const NOON = instant(Date.UTC(2026, 0, 5, 12));
const ago = (minutes: number) => instant(NOON - minutes * MINUTE);
const at = (minutes: number) => later(NOON, millis(minutes * MINUTE));
const NONE = { inConversation: [], firstMails: null };

describe("a domain", () => {
  test.each([
    [421, "421 4.7.0 too fast", true],
    [421, "421 closing", true],
    [450, "450 4.7.1 greylisted", true],
    [451, "451 4.7.28 unusual rate", true],
    [451, "451 4.3.0 disk full", false],
    [452, "452 4.2.2 mailbox full", false],
    [450, "450 from 4.7.1.2 not now", false],
  ])("%i %s asks us to slow down: %s", (code, reply, expected) => {
    expect(asksToSlowDown({ kind: "deferred", code, reply })).toBe(expected);
  });

  test.each(["accepted", "refused", "ambiguous"] as const)("that %s a mail asks for nothing", (kind) => {
    expect(asksToSlowDown({ kind, code: 421, reply: "421 4.7.0" })).toBe(false);
  });

  test("no connection at all says nothing of our pace", () => {
    expect(asksToSlowDown({ kind: "deferred", code: null, reply: "refused 4.7.1" })).toBe(false);
  });

  test("that asks again waits twice as long, an hour at most; what was under way counts once", () => {
    const first = slowDown(null, NOON);
    expect(first).toEqual({ step: 1, notBefore: at(1) });
    expect(slowDown(first, later(NOON, millis(MINUTE / 2)))).toBe(first);
    expect(slowDown(first, at(1))).toEqual({ step: 2, notBefore: at(3) });
    expect(slowDown({ step: 9, notBefore: NOON }, NOON)).toEqual({ step: 10, notBefore: at(60) });
  });

  test("lets what it held go spread out, and never before", () => {
    const pace = { step: 2, notBefore: at(2) };
    const asked = { chance: 1, lastAt: null, now: NOON };
    expect([0, 0.5, 1].map((chance) => heldUntil(pace, { ...asked, chance }))).toEqual([at(2), at(2.5), at(3)]);
    expect(heldUntil(pace, { ...asked, now: at(2) })).toBeNull();
    expect(heldUntil(null, asked)).toBeNull();
  });

  test("holds nothing beyond its last attempt", () => {
    const pace = { step: 7, notBefore: at(60) };
    expect(heldUntil(pace, { chance: 0, lastAt: at(10), now: NOON })).toEqual(at(10));
    expect(heldUntil(pace, { chance: 0, lastAt: NOON, now: NOON })).toBeNull();
  });
});

describe("a cap", () => {
  const ten = Array.from({ length: 10 }, (_, i) => ago(50 - i));
  const five = [ago(500), ago(400), ago(300), ago(200), ago(100)];

  test("of ten mails a conversation an hour lets the eleventh go when the first is an hour old", () => {
    expect(decideMailCap({ ...NONE, inConversation: ten.slice(1) }, NOON)).toBeNull();
    expect(decideMailCap({ ...NONE, inConversation: ten }, NOON)).toEqual({
      because: "conversation-cap",
      until: at(10),
    });
    expect(decideMailCap({ ...NONE, inConversation: ten }, at(10))).toBeNull();
  });

  test("of first mails counts a day", () => {
    const until = later(ago(500), millis(24 * HOUR));
    expect(decideMailCap({ ...NONE, firstMails: { ofSession: five, toRecipient: [] } }, NOON)).toEqual({
      because: "session-cap",
      until,
    });
    expect(decideMailCap({ ...NONE, firstMails: { ofSession: [], toRecipient: five } }, NOON)).toEqual({
      because: "recipient-cap",
      until,
    });
    expect(
      decideMailCap({ ...NONE, firstMails: { ofSession: five.slice(1), toRecipient: five.slice(1) } }, NOON),
    ).toBeNull();
  });

  test("that holds longest is named", () => {
    const facts = { inConversation: ten, firstMails: { ofSession: five, toRecipient: [] } };
    expect(decideMailCap(facts, NOON)?.because).toBe("session-cap");
  });

  test("lets one go when its wait is over, whatever came before", () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(minutes, (times) => {
        const facts = { ...NONE, inConversation: times.map(ago) };
        const capped = decideMailCap(facts, NOON);
        fc.pre(capped !== null);
        expect(capped.until).toBeGreaterThan(NOON);
        expect(decideMailCap(facts, capped.until)).toBeNull();
        expect(decideMailCap(facts, instant(capped.until - 1))).not.toBeNull();
      }),
    );
    expect(MAILS_A_CONVERSATION.most).toBe(10);
  });
});
