import { describe, expect, test } from "vitest";
import { anchorRole } from "./html-anchors.ts";
import { linesOf, LONGEST_MARKED_LINE } from "./line.ts";
import { blocksOfText } from "./text-blocks.ts";
import { plain } from "./words.ts";

describe("lines are compared in one spelling", () => {
  test("digits of all scripts are the same digits", () => {
    expect(plain("٠٩ ۰۹ ०९ ০৯ ๐๙ ０９")).toBe("09 09 09 09 09 09");
  });
  test("direction marks, odd spaces, curly apostrophes and wide letters do not matter", () => {
    expect(plain("\u202Bd\u2019origine\u00A0 \u3000ＣＣ：\u200F ")).toBe("d'origine CC:");
  });
  test("only the beginning of an endless line is looked at", () => {
    expect(linesOf(blocksOfText("a".repeat(100_000)), { steps: 0 })[0]?.plain).toHaveLength(LONGEST_MARKED_LINE);
  });
});

describe("quote marks", () => {
  const cases: readonly (readonly [string, number, string, string])[] = [
    ["> > text", 2, "> > ", "text"],
    [">>text", 2, ">>", "text"],
    ["  >  text", 1, "  > ", " text"],
    [">", 1, ">", ""],
    ["    > code", 0, "", "    > code"],
    ["a > b", 0, "", "a > b"],
  ];
  test.each(cases)("%s", (line, quoteDepth, marks, text) => {
    expect(blocksOfText(line)).toEqual([{ text, quoteDepth, marks, anchor: null }]);
  });
});

describe("anchors of mail programs", () => {
  const cases: readonly (readonly [string, ReturnType<typeof anchorRole>])[] = [
    ["divRplyFwdMsg", "quote-from-here"],
    ["x_x_divRplyFwdMsg", "quote-from-here"],
    ["ecxmoz-signature", "signature"],
    ["m_-8236gmail_signature", "signature"],
    ["yiv123ariane-mail", "own"],
    ["bloop_sign_1512", "signature"],
    ["gmail_quote", null],
    ["signature-pad-of-a-shop", null],
    ["", null],
  ];
  test.each(cases)("%s is %s", (name, role) => {
    expect(anchorRole(name)).toBe(role);
  });
});
