import { describe, expect, test } from "vitest";
import { extractReply } from "./extract-reply.ts";
import { blocksOfText } from "./text-blocks.ts";

const SAID = "Yes, please.";
const WROTE = "On Fri, 8 Dec 2017, Léo Martin wrote:";
const extract = (mail: string) => extractReply(blocksOfText(mail), null);

describe("a quote goes that is marked by", () => {
  test.each([
    ["bars", "| Shall we?\n| Or not?"],
    ["bars, of quotes as well", "| Shall we?\n| | Hello\n|\n| Or not?"],
    ["one bar", "| Shall we?"],
    ["initials", "LM> Shall we?\nLM> Or not?"],
    ["indented initials", " LM> Shall we?\n LM>> Hello\n LM> Or not?"],
    ["one line of initials", "LM> Shall we?"],
  ])("%s", (_marks, quote) => {
    expect(extract(`${SAID}\n\n${WROTE}\n${quote}`).text).toBe(SAID);
    expect(extract(`${WROTE}\n\n${quote}\n\n${SAID}`).text).toBe(SAID);
  });

  test("The Bat, below a greeting", () => {
    const quote = "Friday, December 8, 2017, 6:30:21 PM, you wrote:\n\nLM> Shall we?\nLM> Or not?";
    expect(extract(`Hello Léo,\n\n${quote}\n\n${SAID}`).text).toBe(`Hello Léo,\n\n${SAID}`);
  });

  test("marks that nothing introduces, at the end", () => {
    expect(extract(`${SAID}\n\nLM> Shall we?\nLM> Or not?`).text).toBe(SAID);
    expect(extract(`${SAID}\n\n| Shall we?\n| Or not?`).text).toBe(SAID);
  });
});

test("between such lines the answers stay with the lines, as they were written", () => {
  const bars = "| Which size?\n42\n| Which colour?\nred";
  expect(extract(bars).text).toBe(bars);
  const initials = "LM> Which size?\n\n42\n\nLM> Which colour?\n\nred";
  expect(extract(initials).text).toBe(initials);
});

test.each([
  ["a table", "Sizes:\n\n| 42 | 3 |\n| 43 | 4 |"],
  ["a table without an end", "| a | b\n| 1 | 2\nok"],
  ["one bar", "a\n| b\nc"],
  ["one comparison", "A> B means more\nthanks"],
  ["a prompt", "SQL> select 1\nSQL> select 2\n\nfails"],
  ["code", "List<String> x\nMap<K> y"],
])("%s is no quote", (_what, said) => {
  expect(extract(said).text).toBe(said);
});
