import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, blocksOf } from "./formatted-text.ts";

/** As a person would say what they see: bold in `<>`, items behind their sign. */
const seen = (text: string): string =>
  blocksOf(text)
    .map((block) => (block.kind === "text" ? lineOf(block.stretches) : listOf(block)))
    .join("\n");
const lineOf = (stretches: Extract<Block, { kind: "text" }>["stretches"]): string =>
  stretches.map(({ text, isBold }) => (isBold ? `<${text}>` : text)).join("");
const listOf = ({ start, items }: Extract<Block, { kind: "list" }>): string =>
  items.map((item, index) => `${start === null ? "•" : `${start + index})`} ${lineOf(item)}`).join("\n");

describe("what agents write is formatted", () => {
  test.each([
    ["It is **waterproof**.", "It is <waterproof>."],
    ["**Two** and **three words**!", "<Two> and <three words>!"],
    ["**a**", "<a>"],
    ["خدمة **مجانية** لك", "خدمة <مجانية> لك"],
    ["とても**重要**です", "とても<重要>です"],
    ["- red\n- **blue**", "• red\n• <blue>"],
    ["Choose:\n- red\n- blue\nThen write.", "Choose:\n• red\n• blue\nThen write."],
    ["1. Open\n2. Press\n3. Wait", "1) Open\n2) Press\n3) Wait"],
    ["9. nine\n10. ten", "9) nine\n10) ten"],
    ["- red\n- blue\n1. one\n2. two", "• red\n• blue\n1) one\n2) two"],
    ["- red\n- blue\n\n- one\n- two", "• red\n• blue\n\n• one\n• two"],
  ])("%j", (text, expected) => {
    expect(seen(text)).toBe(expected);
  });
});

describe("what may be meant as it stands stays as typed", () => {
  test.each([
    ["a product", "2 * 3 * 4"],
    ["a power", "2**3**4"],
    ["a power with spaces", "2 ** 3 ** 4"],
    ["footnotes at prices", "10 €** is net, 20 €** is gross"],
    ["one mark that is never ended", "**Attention: we close at 6"],
    ["marks on two lines", "**one\ntwo**"],
    ["nothing within marks", "**** and ** **"],
    ["a row of asterisks", "***\n*****"],
    ["three of them", "***bold***"],
    ["a single asterisk", "*small*"],
    ["a pattern of paths", "src/**/test/**"],
    ["a line alone", "- see you"],
    ["a date", "1. Mai"],
    ["numbers that do not go on", "1. one\n3. three"],
    ["a sum", "-5\n-6"],
    ["dashes without words", "- \n- "],
    ["years", "2024. was good\n2025. is better"],
    ["a number that is none of a list", "1.5\n2.5"],
  ])("%s", (_case, text) => {
    expect(seen(text)).toBe(text);
  });
});

const letters = (text: string): string => text.replaceAll(/[^a-zé]/g, "");

test("nothing that was typed is lost but marks", () => {
  const typed = fc.string({ unit: fc.constantFrom("*", "**", "- ", "1. ", "2. ", "\n", " ", "word", "é", "7", "/") });
  fc.assert(fc.property(typed, (text) => letters(seen(text)) === letters(text)));
});
