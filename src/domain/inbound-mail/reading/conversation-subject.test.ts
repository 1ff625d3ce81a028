import { describe, expect, test } from "vitest";
import { answeringSubject, conversationSubject } from "./conversation-subject.ts";

describe("a conversation that begins by mail is about", () => {
  test.each([
    ["The lamp", "The lamp"],
    ["Re: The lamp", "The lamp"],
    ["RE: Re: AW: Antw: The lamp", "The lamp"],
    ["Re[2]: The lamp", "The lamp"],
    ["Re (3): The lamp", "The lamp"],
    ["Réf. 12: The lamp", "Réf. 12: The lamp"],
    ["RÉP : La lampe", "La lampe"],
    ["回复：订单", "订单"],
    ["رد: المصباح", "المصباح"],
    ["Fwd: The lamp", "Fwd: The lamp"],
    ["Re: Fwd: The lamp", "Fwd: The lamp"],
    ["Reform: a thought", "Reform: a thought"],
    ["  two\t words \u2028 apart ", "two words apart"],
    ["\u202Egpj.elif", "gpj.elif"],
  ])("%j: %j", (subject, about) => {
    expect(conversationSubject(subject)).toBe(about);
  });

  test.each(["", "  ", "Re:", "Re: Aw: ", "\u200B\u2060"])("%j: nothing", (subject) => {
    expect(conversationSubject(subject)).toBeNull();
  });

  test("at most 200 characters, cut between letters as people see them", () => {
    const about = conversationSubject("👨‍👩‍👧".repeat(100)) ?? "";
    expect(about.length).toBeLessThanOrEqual(200);
    expect(about).toMatch(/^(?:👨‍👩‍👧)+…$/u);
    expect(conversationSubject("a".repeat(200))).toBe("a".repeat(200));
  });

  test("a hostile row of marks, in time that grows with its length", () => {
    expect(conversationSubject("re:".repeat(700))).toBeNull();
  });
});

test("our mails answer it", () => {
  expect(answeringSubject("The lamp")).toBe("Re: The lamp");
});
