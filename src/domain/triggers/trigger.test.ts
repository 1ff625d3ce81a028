import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant, locale, millis, seq, triggerId } from "../ids.ts";
import { evaluate, LONGEST_WAIT, textFor, type Trigger, type TriggerCondition, waitOver } from "./trigger.ts";

const trigger = (change: Partial<Trigger> = {}): Trigger => ({
  id: triggerId("t"),
  key: null,
  name: "Mine",
  description: null,
  active: true,
  oncePerConversation: false,
  position: 0,
  event: "conversation-requested",
  all: [],
  any: [],
  actions: [],
  changedAt: instant(0),
  ...change,
});
const facts = { status: "open", "queue-size": 3, tags: ["vip"], text: "Where IS my order?", served: false };
const condition = (field: string, operator: string, value: TriggerCondition["value"]) => ({ field, operator, value });

describe("a condition", () => {
  test.each([
    ["status", "is", "open", true],
    ["status", "is", "new", false],
    ["status", "is-not", "new", true],
    ["status", "one-of", ["new", "open"], true],
    ["status", "one-of", "open", false],
    ["served", "is", false, true],
    ["queue-size", "less-than", 4, true],
    ["queue-size", "less-than", 3, false],
    ["queue-size", "greater-than", 2, true],
    ["queue-size", "greater-than", "2", false],
    ["text", "contains", "is my", true],
    ["text", "does-not-contain", "refund", true],
    ["tags", "contains", "vip", true],
    ["tags", "does-not-contain", "vip", false],
    ["served", "contains", "no", false],
    ["text", "contains", 3, false],
    ["nothing", "is-not", "anything", false],
    ["status", "resembles", "open", false],
  ] as const)("%s %s %j: %s", (field, operator, value, holds) => {
    const evaluation = evaluate(trigger({ all: [condition(field, operator, value)] }), facts);
    expect(evaluation.kind).toBe(holds ? "acts" : "does-not");
  });

  test("that failed is named", () => {
    const all = [condition("status", "is", "open"), condition("served", "is", true)];
    expect(evaluate(trigger({ all }), facts)).toEqual({ kind: "does-not", because: "served is true" });
    const any = [condition("status", "is", "new"), condition("served", "is", true)];
    expect(evaluate(trigger({ any }), facts)).toEqual({
      kind: "does-not",
      because: 'none of 2, first status is "new"',
    });
    expect(evaluate(trigger({ any: [...any, condition("status", "is", "open")] }), facts)).toEqual({ kind: "acts" });
  });
});

describe("a wait", () => {
  const event = { name: "conversation-requested", at: instant(100_000), seq: seq(1) } as const;

  test("is over when nobody has written for so long", () => {
    expect(waitOver(millis(5_000), event, instant(90_000))).toBe(105_000);
    expect(waitOver(millis(5_000), event, instant(110_000))).toBe(115_000);
  });

  test("never begins before the event, and ends a minute after it at the latest", () => {
    fc.assert(
      fc.property(fc.nat(400_000), fc.nat(200_000), (lastMessageAt, wait) => {
        const over = waitOver(millis(wait), event, instant(lastMessageAt));
        expect(over).toBeGreaterThanOrEqual(event.at);
        expect(over).toBeLessThanOrEqual(event.at + LONGEST_WAIT);
      }),
    );
  });
});

test("an admin's text is found by the reader's language or its parent", () => {
  const text = { fr: "Bonjour", "pt-BR": "Oi" };
  const found = ["fr-CA", "fr", "pt-BR", "pt", "de"].map((tag) => textFor(text, locale(tag)));
  expect(found).toEqual(["Bonjour", "Bonjour", "Oi", null, null]);
  expect(textFor(null, locale("fr"))).toBeNull();
});
