import { describe, expect, test } from "vitest";
import { authorName } from "./parsed-mail.ts";

describe("what the author of a mail is called", () => {
  test.each([
    ["Marie", "marie@shop.example", "Marie"],
    ["", "marie@shop.example", null],
    ["marie@shop.example", "marie@shop.example", "marie@shop.example"],
    ["Marie@Shop.example", "marie@shop.example", "Marie@Shop.example"],
    // Of somebody else: the address beside it would be overlooked.
    ["marie@shop.example", "eve@evil.example", null],
    ["Marie <marie@shop.example>", "eve@evil.example", "Marie"],
    ["Marie (marie@shop.example)", "eve@evil.example", "Marie"],
    ["marie@shop.example, Marie", "eve@evil.example", "Marie"],
    ["marie\uFF20shop.example", "eve@evil.example", null],
    ["marie\uFE6Bshop.example Marie", "eve@evil.example", "Marie"],
    ["Marie via help@acme.example", "eve@evil.example", "Marie via"],
    ["Anna @ Acme", "anna@acme.example", "Anna @ Acme"],
    ["Anna@Work", "anna@acme.example", "Anna@Work"],
    ["Marie>", "marie@shop.example", "Marie"],
    ["Marie <", "marie@shop.example", "Marie"],
    ["> Marie", "marie@shop.example", "Marie"],
    ["<3 Marie", "marie@shop.example", "<3 Marie"],
    [">>", "marie@shop.example", null],
    ['"Marie"', "marie@shop.example", '"Marie"'],
  ])("%j of %s: %j", (name, address, shown) => {
    expect(authorName({ from: [{ name, address }] })).toBe(shown);
  });

  test("in time that grows with the name", () => {
    expect(authorName({ from: [{ name: "a@b.".repeat(500), address: "x@y.example" }] })).toBeNull();
  });
});
