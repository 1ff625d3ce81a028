import * as fc from "fast-check";
import { expect, test } from "vitest";
import { groupByName, parseHeaderBlock } from "./header-block.ts";

test("folded lines are joined, broken ones skipped, and the body begins after the blank line", () => {
  const text = "Subject: one\r\n two\r\nno colon here\r\n: no name\r\nX-A: 1\r\nx-a: 2\r\n\r\nbody";
  const { fields, bodyAt } = parseHeaderBlock(text);
  expect(fields).toEqual([
    { name: "subject", value: "one two" },
    { name: "x-a", value: "1" },
    { name: "x-a", value: "2" },
  ]);
  expect(text.slice(bodyAt)).toBe("body");
  expect(groupByName(fields).get("x-a")).toEqual(["1", "2"]);
});

test("no more fields are kept than asked for", () => {
  expect(parseHeaderBlock("A: 1\n".repeat(50), 0, 10).fields).toHaveLength(10);
});

test("whatever the text, a value is one line and the body lies inside", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom("A: ", "\r\n", "\n", "\r", " ", "b", ":", "\0")), { maxLength: 60 }),
      (pieces) => {
        const text = pieces.join("");
        const { fields, bodyAt } = parseHeaderBlock(text);
        for (const { name, value } of fields) {
          expect(name).toMatch(/^[!-9;-~]+$/);
          expect(value).not.toMatch(/[\r\n\0]/);
        }
        expect(bodyAt).toBeGreaterThanOrEqual(0);
        expect(bodyAt).toBeLessThanOrEqual(text.length);
      },
    ),
  );
});
