import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linkParts } from "./link-parts.ts";

const links = (text: string): readonly string[] =>
  linkParts(text)
    .filter((part) => part.isLink)
    .map((part) => part.text);

test.each([
  ["See https://acme.example/help.", ["https://acme.example/help"]],
  ["(https://acme.example/a?b=c#d), and http://x.example/", ["https://acme.example/a?b=c#d", "http://x.example/"]],
  ["« https://acme.example/é »", ["https://acme.example/é"]],
  ["javascript:alert(1) data:text/html,x www.acme.example", []],
])("finds the addresses of %s", (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test("whatever the text, its parts joined are the text, and only web addresses are links", () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom("https://", "http://a.example/", " ", ".", ")", "javascript:"));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      expect(
        linkParts(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
      for (const link of links(text)) expect(link).toMatch(/^https?:\/\//u);
    }),
  );
});
