import { describe, expect, test } from "vitest";
import { decidePassword, MAX_PASSWORD_CHARS } from "./password.ts";

const OWN = ["Léo Martin-Dupont", "leo.martin@acme.example", "Acme Lamps Ltd"];
const said = (password: string): string => {
  const decided = decidePassword(password, OWN);
  return decided.ok ? "fine" : decided.error.code;
};

describe("a password that somebody chooses", () => {
  test.each([
    ["twelve letters, and nothing else", "ohwhatalovel"],
    ["a sentence", "trois lampes au plafond"],
    ["spaces and signs of any writing", "ما هذا المصباح ☂"],
    ["twelve characters that JavaScript counts as twenty-four", "😀🦊🌍🎈🍇🪑🧭🚲🎻🪴🧦🕯"],
    [
      "as long as it may be",
      "lamp and "
        .repeat(28)
        .slice(0, MAX_PASSWORD_CHARS - 1)
        .trim(),
    ],
    ["a name within a sentence", "Léo Martin-Dupont has three dogs"],
  ])("may be %s", (_what, password) => expect(said(password)).toBe("fine"));

  test.each([
    ["eleven letters", "ohwhatalove", "password-too-short"],
    ["six characters that JavaScript counts as twelve", "😀🦊🌍🎈🍇🪑", "password-too-short"],
    // U+0065 U+0301, which NFKC makes one letter.
    ["letters that are fewer once they are composed", "e\u0301".repeat(8), "password-too-short"],
    ["more than anybody types", "lamp!".repeat(60), "password-too-long"],
    // One ligature that NFKC writes out as eighteen letters.
    ["what is too long once it is written out", "\uFDFA".repeat(15), "password-too-long"],
    ["one letter over and over", "aaaaaaaaaaaaa", "password-common"],
    ["a row of digits", "345678901234", "password-common"],
    ["a row of the keyboard, around", "tyuiopqwertyu", "password-common"],
    ["the own address", "LEO.martin@acme.example", "password-own"],
    ["the own name, written otherwise", "leo-martindupont".replace("leo", "LÉO"), "password-own"],
    ["the account", "Acme-Lamps_ltd", "password-own"],
    ["the account with a year", "acmelampsltd2026", "password-own"],
    ["the account, twice", "acmelampsltdacmelampsltd", "password-own"],
  ])("may not be %s", (_what, password, code) => expect(said(password)).toBe(code));

  test("is looked for in the list as it is, without what was only added, and once where it repeats", () => {
    expect(decidePassword("Trustno1Trustno1", [])).toMatchObject({
      value: ["trustno1trustno1", "trustno1", "trustno"],
    });
    expect(decidePassword("Sunshine2026!", [])).toMatchObject({ value: ["sunshine2026!", "sunshine"] });
    // So much was added that it is the password.
    expect(decidePassword("abc8301946275", [])).toMatchObject({ value: ["abc8301946275"] });
  });
});
