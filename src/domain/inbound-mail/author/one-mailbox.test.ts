import { describe, expect, test } from "vitest";
import { mailboxesOf } from "../../../adapters/mail/mime/mailboxes.ts";
import { findOneMailbox } from "./one-mailbox.ts";

const MARIE = "marie@example.com";

/** What stands in the field · the name that people see. */
const names: readonly (readonly [string, string])[] = [
  [`Marie Dupont <${MARIE}>`, "Marie Dupont"],
  [`Dupont, Marie <${MARIE}>`, "Dupont, Marie"],
  [`Dupont,Marie<${MARIE}>`, "Dupont,Marie"],
  [`Dupont, Marie, Dr. <${MARIE}>`, "Dupont, Marie, Dr."],
  [`"Dupont, Marie" <${MARIE}>`, "Dupont, Marie"],
  [String.raw`"Marie \"M.\" Dupont" <${MARIE}>`, 'Marie "M." Dupont'],
  [`Marie "Mimi" Dupont <${MARIE}>`, "Marie Mimi Dupont"],
  [`Acme: Marie <${MARIE}>`, "Acme: Marie"],
  [`Marie Dupont | Acme, Inc. <${MARIE}>`, "Marie Dupont | Acme, Inc."],
  [`[Acme] Marie <${MARIE}>`, "[Acme] Marie"],
  [`Marie ] Dupont <${MARIE}>`, "Marie ] Dupont"],
  [`Marie (Dupont <${MARIE}>`, "Marie (Dupont"],
  [`Marie :-) <${MARIE}>`, "Marie :-)"],
  [`Marie Dupont (at (the) office) <${MARIE}>`, "Marie Dupont"],
  [`(a) Marie (b (c)) Dupont <${MARIE}> (d)`, "Marie Dupont"],
  [`<${MARIE}> (Marie)`, "Marie"],
  [`${MARIE} (Marie (at work))`, "Marie (at work)"],
  [`Marie Dupont, <${MARIE}>`, "Marie Dupont"],
  [`, Marie <${MARIE}>`, "Marie"],
  [`'Marie Dupont' <${MARIE}>`, "Marie Dupont"],
  [`L'Oréal d'Aix <${MARIE}>`, "L'Oréal d'Aix"],
  [`Zoë Müller <${MARIE}>`, "Zoë Müller"],
  [`=?utf-8?Q?Dupont,=20Marie?= <${MARIE}>`, "Dupont, Marie"],
  [`=?utf-8?Q?"Dupont,_Marie"?= <${MARIE}>`, "Dupont, Marie"],
  [`"=?utf-8?Q?Dupont,_Marie?=" <${MARIE}>`, "Dupont, Marie"],
  [`=?utf-8?Q?Dupont?=, Marie <${MARIE}>`, "Dupont, Marie"],
  [`=?utf-8?B?RHVwb250LCA=?= =?utf-8?B?TWFyaWU=?= <${MARIE}>`, "Dupont, Marie"],
  [`${MARIE} (=?utf-8?Q?Marie_Dup=C3=B4nt?=)`, "Marie Dupônt"],
  [`<${MARIE}>`, ""],
  [MARIE, ""],
];

test.each(names)("%s is called %s", (field, name) => {
  expect(mailboxesOf(field)).toEqual([{ name, address: MARIE }]);
});

describe("an address is all that stands there, and nothing that does not", () => {
  test.each([
    ["Marie <marie dupont@example.com>", "marie dupont@example.com"],
    ["Marie <marie @example.com>", "marie @example.com"],
    ["Marie <marie@home@example.com>", "marie@home@example.com"],
    [`Marie < ${MARIE} >`, MARIE],
    ["Marie <mailto:marie@example.com>", "mailto:marie@example.com"],
  ])("%s", (field, address) => {
    expect(mailboxesOf(field)).toEqual([{ name: "Marie", address }]);
  });
});

test.each([
  "",
  "Marie Dupont",
  `${MARIE}, pierre@example.org`,
  `Marie <${MARIE}>, Pierre <pierre@example.org>`,
  `Dupont, Marie <${MARIE}>, pierre@example.org`,
  `pierre@example.org, Marie <${MARIE}>`,
  `Friends: ${MARIE};`,
  `nobody:; <${MARIE}>`,
  `"Marie <${MARIE}>`,
  `<<${MARIE}>>`,
  `<${MARIE}>,`,
])("several, groups and what is broken are left to the parser: %s", (field) => {
  expect(findOneMailbox(field)).toBeNull();
});
