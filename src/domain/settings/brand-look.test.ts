import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast as contrastOf } from "../../../web/workspace/admin/look/contrast.ts";
import { canCarryText, inksOf, parseOrigin } from "./brand-look.ts";

test.each([
  ["#ffffff", true],
  ["#000000", true],
  ["#1f4b99", true],
  ["#facc15", true],
  // The greys between the last that white text can be read on and the first that dark text can.
  ["#767676", true],
  ["#777777", false],
  ["#808080", false],
  ["#818181", true],
])("text can be read on %s: %s", (colour, readable) => {
  expect(canCarryText(colour)).toBe(readable);
});

test.each([
  ["https://shop.example", "https://shop.example"],
  ["https://shop.example/", "https://shop.example"],
  ["  HTTPS://Shop.Example  ", "https://shop.example"],
  ["https://shop.example:443", "https://shop.example"],
  ["http://shop.example:80", "http://shop.example"],
  ["https://shop.example:8443", "https://shop.example:8443"],
  ["http://localhost:3000", "http://localhost:3000"],
  ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
  ["http://[::1]:3000", "http://[::1]:3000"],
  ["https://xn--bcher-kva.example", "https://xn--bcher-kva.example"],
])("the origin %j is kept as %j", (typed, kept) => {
  expect(parseOrigin(typed)).toBe(kept);
});

test.each([
  "*",
  "https://*.shop.example",
  "shop.example",
  "//shop.example",
  "https://shop.example/cart",
  "https://shop.example?a=1",
  "https://shop.example#top",
  "https://ada@shop.example",
  "https://shop.example:0",
  "https://shop.example:99999",
  "ftp://shop.example",
  "javascript:alert(1)",
  "null",
  "https://bücher.example",
  "https://shop..example",
  "https://-shop.example",
  "https://shop.example\nhttps://other.example",
  "",
])("%j is no origin", (typed) => {
  expect(parseOrigin(typed)).toBeNull();
});

describe("what a brand's colour becomes where it is read", () => {
  test.each([
    ["#1f4b99", "#ffffff", true],
    ["#ffd400", "#16181d", false],
    ["#ffffff", "#16181d", false],
    ["#000000", "#ffffff", true],
    ["#00a651", "#16181d", false],
  ])("%s: %s on it, and as it is on white where that can be read", (colour, onColour, isInk) => {
    const inks = inksOf(colour);
    expect(inks).toMatchObject({ colour, onColour });
    expect(inks.ink === colour).toBe(isInk);
    for (const each of [inks.ink, inks.inkInDark]) expect(each).toMatch(/^#[0-9a-f]{6}$/);
  });

  test("whatever the colour, contrast is enough on both grounds", () => {
    const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((each) => `#${each.toString(16).padStart(6, "0")}`);
    fc.assert(
      fc.property(anyColour, (colour) => {
        const { ink, inkInDark } = inksOf(colour);
        expect(contrastOf(ink, "#ffffff")).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(inkInDark, "#15181d")).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});
