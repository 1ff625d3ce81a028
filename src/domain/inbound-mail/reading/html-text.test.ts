import * as fc from "fast-check";
import { expect, test } from "vitest";
import { textOfHtml } from "./html-text.ts";

test("blocks become lines, marks become characters, styles become nothing", () => {
  const html =
    "<head><style>p{color:red}</style></head><p>Dear&nbsp;Marie,</p><div>your <b>mail</b> &lt;1&gt; &#233;&#x20ac;<br>was returned<!-- x --></div>";
  expect(textOfHtml(html)).toBe("Dear Marie,\n\nyour mail <1> é€\nwas returned");
});

test("a style sheet that never ends swallows nothing behind it", () => {
  expect(textOfHtml("<style>p{} <p>still here</p>")).toContain("still here");
});

test("a number that is no character is a space", () => {
  expect(textOfHtml("a&#xd800;b&#0;c&#9999999;d")).toBe("a b c d");
});

/** A scan that starts over at each piece would not be done with a million of them in an hour. */
const FAR_TOO_LONG_MS = 120_000;

test.each(["<", "<style>", "&", "<a href=", "<!--", "</", "<p>\n"])(
  "a million of %s are read to the end",
  (piece) => {
    const text = textOfHtml(`${piece.repeat(1_000_000)}<p>`);
    expect(text.length).toBeLessThanOrEqual(piece.length * 1_000_000 + 3);
  },
  FAR_TOO_LONG_MS,
);

test("whatever the HTML, no tag is left and the text is well formed", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom("<p>", "</p>", "a", "&amp;", "<script>", "</script>", "<", ">", "<!--", "-->", "&#55296;"),
      ),
      (pieces) => {
        const text = textOfHtml(pieces.join(""));
        expect(text).not.toMatch(/<\/?(?:p|script)>/);
        expect(text.isWellFormed()).toBe(true);
      },
    ),
  );
});
