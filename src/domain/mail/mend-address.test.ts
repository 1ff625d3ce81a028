import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEmailAddress } from "./email-address.ts";
import { mendEmailAddress } from "./mend-address.ts";

test.each([
  ["marie@example,com"],
  ["marie@example;com"],
  ["marie@example..com"],
  ["marie@example، com"],
  ["marie@example .com"],
  ["marie@example. com"],
  ["marie @ example.com"],
  ["marie@@example.com"],
  ["marie＠example．com"],
  ["marie(at)example.com"],
  ["marie [at] example [dot] com"],
  ["marie@example.com."],
  ["marie@example.com,"],
  ["<marie@example.com>"],
  ['"marie@example.com"'],
  ["(marie@example.com)"],
  ["Marie Curie <marie@example.com>"],
  ["Marie Müller <marie@example.com>"],
  ['"Curie, Marie" <marie@example.com>;'],
  ["Marie marie@example.com"],
  ["mailto:marie@example.com"],
  ["MAILTO:marie@example.com?subject=Hello"],
  ["<mailto:marie@example.com>"],
  ["mailto:marie@example,com"],
])("%s", (typed) => {
  expect(mendEmailAddress(typed)).toBe("marie@example.com");
});

test.each([
  ["an address that needs no mending", "marie@example.com"],
  ["nothing", ""],
  ["no address", "my phone is 555 0100"],
  ["no domain", "marie@"],
  ["nobody", "@example.com"],
  ["two, either of which may be meant", "marie@example.com, pierre@example.com"],
  ["two in brackets", "Marie <marie@example.com> Pierre <pierre@example.com>"],
  ["letters that no address carries", "mârie@exâmple,com"],
  ["a whole page", `marie@example,com ${"x".repeat(1_000)}`],
])("%s is not mended", (_what, typed) => {
  expect(mendEmailAddress(typed)).toBeNull();
});

test("whatever comes of it is an address", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b", "@", ".", ",", " ", "<", ">", ";", ":", "(at)", "\u200b") }),
      (typed) => {
        const mended = mendEmailAddress(typed);
        return mended === null || parseEmailAddress(mended).ok;
      },
    ),
  );
});
