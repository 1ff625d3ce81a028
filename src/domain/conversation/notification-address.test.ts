import { describe, expect, test } from "vitest";
import { at, locked, NOW, openReply } from "../../../test/support/facts/conversation-facts.ts";
import { noChange } from "../change.ts";
import { DAY, emailAddress, messageId } from "../ids.ts";
import { decideAddressMended, decideAsk } from "./notification-address.ts";

const email = emailAddress("marie@example.com");
const bounced = { email, state: "bounced", givenAt: at(0), reason: "550 no such user" } as const;

describe("an address that may be mailed again", () => {
  test("is unproved, and what had bounced waits for it", () => {
    const change = decideAddressMended(locked({ address: bounced }, [openReply({ fate: "bounced" })]), email, NOW);
    expect(change.head).toEqual({ address: { ...bounced, state: "unproved", reason: null } });
    expect(change.patches).toMatchObject([{ seq: 2, fate: { name: "waiting" } }]);
    expect(change.wakes).toMatchObject([{ kind: "check-continuity" }]);
  });

  test("brings nothing back by itself that has waited too long: the agent is asked", () => {
    const old = openReply({ fate: "bounced", postedAt: at(0) });
    const change = decideAddressMended(locked({ address: bounced }, [old]), email, at(30 * DAY));
    expect(change.patches).toMatchObject([{ fate: { name: "withheld" } }]);
  });

  test("leaves a mail alone that is under way", () => {
    const reply = openReply({ fate: "bounced", inDelivery: true });
    expect(decideAddressMended(locked({ address: bounced }, [reply]), email, NOW).patches).toEqual([]);
  });

  test("lets a person's *stop* stand", () => {
    const change = decideAddressMended(locked({ address: bounced, stoppedAt: at(1) }), email, NOW);
    expect(change.head).not.toHaveProperty("stoppedAt");
  });

  test("that was not given up here is only asked about anew", () => {
    const { wakes, ...rest } = decideAddressMended(locked({ address: { ...bounced, state: "proved" } }), email, NOW);
    expect(wakes).toHaveLength(1);
    expect(rest).toMatchObject({ head: {}, patches: [] });
  });

  test.each([
    ["another address was given since", { ...bounced, email: emailAddress("other@example.com") }],
    ["there is none", null],
  ])("changes nothing where %s", (_where, address) => {
    expect(decideAddressMended(locked({ address }), email, NOW)).toEqual(noChange(locked().head.id));
  });
});

describe("an address that is known", () => {
  const known = { email, state: "unproved", givenAt: at(0), reason: null } as const;
  const words = { id: messageId("0"), triggerId: null, askText: "Which?", acknowledgeText: "By mail, then." };
  const asked = (facts: Parameters<typeof locked>[0]) =>
    decideAsk(locked({ address: known, ...facts }).head, words, NOW);

  test("is acknowledged", () => {
    expect(asked({}).posts).toMatchObject([{ text: "By mail, then.", form: { kind: "acknowledge-email" } }]);
  });

  test("is promised no mail where the person has stopped it", () => {
    expect(asked({ stoppedAt: at(1) })).toEqual(noChange(locked().head.id));
  });
});
