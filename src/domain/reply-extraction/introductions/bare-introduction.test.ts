import { describe, expect, test } from "vitest";
import { extractReply } from "../extract-reply.ts";
import { blocksOfText } from "../text-blocks.ts";

const SAID = "Yes, please.";
const extract = (mail: string): string => extractReply(blocksOfText(mail), null).text;

describe("a date and a name alone introduce a marked quote", () => {
  test.each([
    "2017/12/8 Acme Support <help@acme.example>",
    "2017-12-08 18:30 Acme Support",
    "2017-12-08 18:30 GMT+01:00 Acme Support [mailto:help@acme.example]:",
    "08/12/2017 Acme Support:",
    "08-12-2017, Léo Martin",
    "8.12.17 Léo Martin (Acme)",
    "8/12/17, 6:30 PM, Léo Martin:",
    "Léo Martin, 08/12/2017 18:30",
    "Martin, Léo van der Berg 2017-12-08:",
    "2017年12月8日(金) 18:30 山田 太郎:",
    "2017년 12월 8일 김철수:",
  ])("%s", (line) => {
    expect(extract(`${SAID}\n\n${line}\n> Shall we?\n> Léo`)).toBe(SAID);
    expect(extract(`${line}\n\n> Shall we?\n\n${SAID}`)).toBe(SAID);
  });
});

describe("with an address they introduce an unmarked one", () => {
  test.each([
    "2017/12/8 Acme Support <help@acme.example>:",
    "2017/12/8 Acme Support <help@acme.example>",
    "Léo Martin <leo@acme.example> wrote:",
    "*Léo Martin <leo@acme.example> wrote:*",
    '"Martin, Léo" <leo@acme.example> schrieb:',
    "Léo Martin <leo@acme.example> a écrit :",
    "Léo Martin <leo@acme.example> has written:",
  ])("%s", (line) => {
    expect(extract(`${SAID}\n\n${line}\n\nShall we?\n\nLéo`)).toBe(SAID);
    expect(extract(`${SAID}\n\n${line}\nShall we?\nLéo`)).toBe(SAID);
  });
});

describe("words of a person stay", () => {
  test.each([
    ["a date that is the answer", "08/12/2017", "\n\n> When?"],
    ["a day that is the answer", "12/08/2017 Monday", "\n\n> When?"],
    ["what happened on a day", "Hello\n\n08/12/2017 Parcel arrived broken", "\n\n> When?"],
    ["a list of days", "08/12/2017 Parcel arrived broken\n\n09/12/2017 Called you\n\nThanks", ""],
    ["a story", "I wrote to Bob <bob@x.example> and he wrote:\n\nNo way.\n\nWhat now?", ""],
    ["another", "Hello,\n\nThen Bob <bob@x.example> of the shop wrote:\n\nNo.\n\nWhat now?", ""],
    ["a line within a paragraph", "Hello\n2017/12/8 Acme Support <help@acme.example>\nThanks", ""],
    ["nothing but such a line and what follows", "Bob <bob@x.example> wrote:\n\nNo.", ""],
  ])("%s", (_what, said, quote) => {
    expect(extract(said + quote)).toBe(said);
  });
});
