import { beforeEach, expect, test } from "vitest";
import { watchSightings } from "./sightings.ts";

const ACME = "01900000-0000-7000-8000-000000000000";
const OTHER = "01900000-0000-7000-8000-000000000001";
const SHOP = "https://shop.example";

let now = 0;
let written: string[];
let isDown: boolean;
let note: ReturnType<typeof watchSightings>;
beforeEach(() => {
  [now, written, isDown] = [0, [], false];
  note = watchSightings(
    async ({ brandId, origin, isRefused }) => {
      if (isDown) throw new Error("the database only reads");
      written.push(`${brandId === ACME ? "acme" : "other"} ${origin}${isRefused ? " refused" : ""}`);
    },
    () => now,
  );
});

test("a thousand page views within a minute are one write, and those of the next another", () => {
  for (let view = 0; view < 1_000; view += 1) note(ACME, SHOP, false);
  note(OTHER, SHOP, false);
  expect(written).toEqual([`acme ${SHOP}`, `other ${SHOP}`]);
  now += 59_999;
  note(ACME, SHOP, false);
  expect(written).toHaveLength(2);
  now += 1;
  note(ACME, SHOP, false);
  expect(written).toHaveLength(3);
});

test("whoever makes origins up fills nothing, and crowds out no site that is allowed", () => {
  for (let site = 0; site < 1_000; site += 1) note(ACME, `https://${site}.example`, true);
  expect(written).toHaveLength(30);
  expect(written[0]).toBe("acme https://0.example refused");
  note(ACME, SHOP, false);
  expect(written.at(-1)).toBe(`acme ${SHOP}`);
  now += 60_000;
  note(ACME, "https://late.example", true);
  expect(written.at(-1)).toBe("acme https://late.example refused");
});

test.each([undefined, "acme", [ACME], `${ACME}'`])("a brand that is called %j is none", (asked) => {
  note(asked, SHOP, true);
  expect(written).toEqual([]);
});

test("an origin that is longer than any is none", () => {
  note(ACME, `https://${"a".repeat(300)}.example`, true);
  expect(written).toEqual([]);
});

test("whoever makes brands up has little asked of the database", () => {
  for (let at = 0; at < 1_000; at += 1) note(`${ACME.slice(0, -4)}${String(at).padStart(4, "0")}`, SHOP, false);
  expect(written).toHaveLength(300);
});

test("what could not be written is tried again in the next minute, and not before", () => {
  isDown = true;
  note(ACME, SHOP, false);
  isDown = false;
  note(ACME, SHOP, false);
  expect(written).toEqual([]);
  now += 60_000;
  note(ACME, SHOP, false);
  expect(written).toEqual([`acme ${SHOP}`]);
});
