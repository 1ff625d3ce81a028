import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_METADATA_CHARS, MAX_TAGS, siteFactsIn, takeSiteFacts } from "./site-facts.ts";

const NOTHING = { tags: [], metadata: {} };
const take = (known: typeof NOTHING | Parameters<typeof takeSiteFacts>[0], said: Parameters<typeof siteFactsIn>[0]) =>
  takeSiteFacts(known, siteFactsIn(said));

test("tags are added, facts replaced by name; null takes one away", () => {
  const known = { tags: ["vip"], metadata: { plan: "free", seats: 3 } };
  expect(take(known, { tags: ["vip", "beta"], metadata: { plan: "pro", seats: null, trial: true } })).toEqual({
    tags: ["vip", "beta"],
    metadata: { plan: "pro", trial: true },
  });
});

test("what is known already changes nothing", () => {
  expect(
    take({ tags: ["vip"], metadata: { plan: "pro" } }, { tags: ["vip"], metadata: { plan: "pro", x: null } }),
  ).toEqual({});
  expect(take(NOTHING, {})).toEqual({});
});

test("fields stand among the facts, by the name that Sunshine Conversations gives them", () => {
  expect(
    take(NOTHING, {
      fields: [
        { id: "4711", value: "A-17" },
        { id: 12, value: ["red", "blue"] },
      ],
    }),
  ).toEqual({
    metadata: { "zen:ticket_field:4711": "A-17", "zen:ticket_field:12": "red, blue" },
  });
});

test("a tag is one word without commas", () => {
  expect(take(NOTHING, { tags: [" gold, customer\n2026 ", 7, "", null] })).toEqual({
    tags: ["gold_customer_2026", "7"],
  });
});

test.each([
  ["no list", { tags: "vip", fields: "x", metadata: "y" }],
  ["things in things", { tags: [{ a: 1 }], fields: [{ value: 1 }, null, 5], metadata: { cart: { total: 5 } } }],
])("%s: nothing can be taken, and nothing is refused", (_what, said) => {
  expect(take(NOTHING, said)).toEqual({});
});

test("what no database keeps is replaced", () => {
  expect(take(NOTHING, { tags: ["a\uD800"], metadata: { "k\0": "v\uDC00" } })).toEqual({
    tags: ["a\uFFFD"],
    metadata: { "k\uFFFD": "v\uFFFD" },
  });
});

test("a title is cut, and an empty one is none", () => {
  expect(siteFactsIn({ name: "x".repeat(300) }).name).toHaveLength(100);
  expect(siteFactsIn({ name: "  " }).name).toBeNull();
});

describe("whatever the page says", () => {
  test("it stays within bounds, and saying it again changes nothing", () => {
    fc.assert(
      fc.property(
        fc.record({
          tags: fc.array(fc.string(), { maxLength: 80 }),
          metadata: fc.dictionary(fc.string(), fc.jsonValue()),
        }),
        fc.string({ maxLength: 3_000 }),
        (said, long) => {
          const known = { ...NOTHING, ...take({ tags: [], metadata: { first: long } }, said) };
          expect(known.tags.length).toBeLessThanOrEqual(MAX_TAGS);
          expect(JSON.stringify(known.metadata).length).toBeLessThanOrEqual(MAX_METADATA_CHARS);
          const again = take(known, said);
          expect(again.tags ?? known.tags).toEqual(known.tags);
        },
      ),
    );
  });

  test("what is too much is left out, and what stood there stays", () => {
    const known = { tags: [], metadata: { note: "x".repeat(4_000) } };
    expect(take(known, { metadata: { more: "y".repeat(200), ok: 1 } })).toEqual({
      metadata: { ...known.metadata, ok: 1 },
    });
    const many = Array.from({ length: 60 }, (_, index) => `tag${index}`);
    expect(take(NOTHING, { tags: many }).tags).toEqual(many.slice(0, MAX_TAGS));
  });
});
