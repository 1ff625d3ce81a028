import { describe, expect, test } from "vitest";
import { aMail } from "../../../test/support/mail/mail.ts";
import { emailAddress } from "../ids.ts";
import { isThroughOwnGroup } from "./own-group.ts";

const SUPPORT = emailAddress("support@acme.example");
const through = (head: Readonly<Record<string, string>>, support = SUPPORT): boolean =>
  isThroughOwnGroup(aMail({ head }), { from: "support+bncABC@acme.example" }, support);

describe("a mail came through the support address itself", () => {
  test.each([
    ["Google Groups", { "List-ID": "<support.acme.example>", Precedence: "list", "X-Google-Group-Id": "123" }],
    ["Mailman", { "List-Id": "Acme support <support.acme.example>", "X-BeenThere": "Support@acme.example" }],
    ["a list that names its address alone", { "List-Post": "<mailto:support@acme.example>", Precedence: "bulk" }],
  ])("%s", (_system, head) => {
    expect(through(head)).toBe(true);
  });

  test("whose name has a full stop in it", () => {
    const head = { "List-ID": "<after.sales.acme.example>" };
    expect(through(head, emailAddress("After.Sales@acme.example"))).toBe(true);
    expect(through(head, emailAddress("sales@acme.example"))).toBe(false);
  });
});

test.each([
  ["another list", { "List-Id": "<news.shop.example>", "List-Post": "<mailto:news@shop.example>" }],
  ["a list that names none", { Precedence: "list" }],
  ["a list below our domain", { "List-Id": "<support.acme.example.shop.example>" }],
  ["a machine, through the group", { "List-Id": "<support.acme.example>", "Auto-Submitted": "auto-replied" }],
])("%s is none of ours", (_what, head) => {
  expect(through(head)).toBe(false);
});
