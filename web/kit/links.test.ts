import * as fc from "fast-check";
import { expect, test } from "vitest";
import { growthOf, LINEAR } from "../../test/support/growth.ts";
import { LINK_CASES } from "../../test/support/link-cases.ts";
import { linkParts } from "./links.ts";

const links = (text: string): readonly string[] => linkParts(text).flatMap(({ href }) => href ?? []);

test.each(LINK_CASES)("%s", (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test("whatever the text, its parts joined are the text, and nothing else is a link", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "https://",
      "http://a.example/",
      " ",
      ".",
      ")",
      "(",
      "javascript:",
      "a@b.example",
      "+33 1 23 45 67 89",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      expect(
        linkParts(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
      for (const link of links(text)) expect(link).toMatch(/^(?:https?:\/\/|mailto:[^\s]+@|tel:[+\d])/u);
    }),
  );
});

test.each(["http://x(", "a", "(", "0 ", "a@", "http://x)", "+1 "])(
  "many %s cost as much as they are long",
  async (piece) => {
    const read = (size: number): Promise<void> => {
      linkParts(piece.repeat(size));
      return Promise.resolve();
    };
    expect(await growthOf(read, 20_000)).toBeLessThan(LINEAR);
  },
);
