import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aMail } from "../../../../test/support/mail/mail.ts";
import { emailAddress } from "../../ids.ts";
import { authorsNamed, isSoleAuthor, readAuthor, soleSender } from "./author.ts";

const MARIE = "marie@example.com";
const headOf = (...fields: readonly string[]): string =>
  ["To: help@acme.example", ...fields, "Subject: Hello"].join("\r\n");
const shown = (...addresses: readonly string[]) => addresses.map((address) => ({ address }));
/** Null: nobody. */
const authorIn = (head: string): string | null => {
  const author = readAuthor(head);
  return author.ok ? author.value : null;
};
const named = (...addresses: readonly string[]) =>
  authorsNamed(aMail({ from: addresses.map((address) => ({ name: "", address })) }));
const read = (from: string) => readAuthor(headOf(`From: ${from}`));

describe("one author is read out of", () => {
  test.each([
    ["an address alone", MARIE],
    ["an address in brackets", `<${MARIE}>`],
    ["spaces in the brackets", `Marie < ${MARIE} >`],
    ["a name", `Marie Dupont <${MARIE}>`],
    ["no space before the brackets", `Marie<${MARIE}>`],
    ["initials", `J. R. O'Dupont <${MARIE}>`],
    ["a quoted comma", `"Dupont, Marie" <${MARIE}>`],
    ["a comma without quotes", `Dupont, Marie <${MARIE}>`],
    ["a colon without quotes", `Acme: Marie <${MARIE}>`],
    ["square brackets without quotes", `[Acme] Marie <${MARIE}>`],
    ["a quote within quotes", String.raw`"Marie \"M.\" Dupont" <${MARIE}>`],
    ["another address in quotes, which is a name", `"pierre@example.org" <${MARIE}>`],
    ["the address for a name", `${MARIE} <${MARIE}>`],
    ["the address for a name between apostrophes", `'Marie@Example.com' <${MARIE}>`],
    ["an encoded name", `=?utf-8?q?Marie_Dup=C3=B4nt?= <${MARIE}>`],
    ["an encoded name in two words", `=?utf-8?B?TWFyaWU=?=\r\n =?utf-8?B?RHVwb250?= <${MARIE}>`],
    ["a comma in an encoded word", `=?iso-8859-1?Q?M=FCller,=20Marie?= <${MARIE}>`],
    ["another address in the encoded name", `=?utf-8?q?pierre=40example.org?= <${MARIE}>`],
    ["octets beyond ASCII in the name", `Mari\xc3\xa9 <${MARIE}>`],
    ["octets that are controls in Latin-1", `\xc3\x80lex \xe3\x81\x82 <${MARIE}>`],
    ["a comment behind", `${MARIE} (Marie (at work))`],
    ["comments wherever they may stand", `(a) Marie (b (c) \\)) <${MARIE}> (d)`],
    ["a parenthesis that closes nothing", `Marie :-) <${MARIE}>`],
    ["half a pair of square brackets", `Marie ] Dupont <${MARIE}>`],
    ["an address in a comment", `Marie (pierre@example.org) <${MARIE}>`],
    ["folded lines", `Marie\r\n\tDupont\r\n <${MARIE}>`],
    ["a plus address", "<marie+lamps@example.com>", "marie+lamps@example.com"],
    ["another route in the local part, which is hers to name", "<a%b!c@example.com>", "a%b!c@example.com"],
    ["a domain in capitals", "<Marie@EXAMPLE.com>", "Marie@example.com"],
    ["a domain in letters of its own, encoded", "<marie@xn--bcher-kva.example>", "marie@xn--bcher-kva.example"],
  ])("%s", (_, from, expected = MARIE) => {
    expect(read(from)).toEqual({ ok: true, value: expected });
  });

  test("a field that stands first, has other capitals, space before its colon, or lines without carriage returns", () => {
    for (const head of [
      `From: ${MARIE}\r\nSubject: x`,
      `Subject: x\r\nFROM: ${MARIE}`,
      `from :${MARIE}\r\nSubject: x`,
      `Subject: x\nFrom: Marie\n <${MARIE}>\nTo: a@b.example`,
    ])
      expect(readAuthor(head)).toEqual({ ok: true, value: MARIE });
  });
});

describe("nobody is read out of", () => {
  test.each([
    ["two addresses", `${MARIE}, x@evil.example`],
    ["two in brackets", `Marie <${MARIE}>, Eve <x@evil.example>`],
    ["two without a comma", `${MARIE} x@evil.example`],
    ["the same one twice", `${MARIE}, <${MARIE}>`],
    ["an encoded address beside another", `=?utf-8?q?Marie_=3Cmarie=40example.com=3E?=, <x@evil.example>`],
    [
      "an encoded address beside another, in base64",
      `=?utf-8?b?TWFyaWUgPG1hcmllQGV4YW1wbGUuY29tPg==?=, <x@evil.example>`,
    ],
    ["one that a comment parts", `=?utf-8?q?(c)Marie_=3Cmarie=40example.com=3E?=, <x@evil.example>`],
    ["an encoded address alone", "=?utf-8?q?Marie_=3Cmarie=40example.com=3E?="],
    ["brackets in an encoded word", `=?utf-8?q?Marie_<${MARIE}>?= <x@evil.example>`],
    ["an encoded local part", "=?utf-8?q?marie?=@example.com"],
    ["an encoded domain", "marie@=?utf-8?q?example.com?="],
    ["an address for a name that is another", `${MARIE} <x@evil.example>`],
    ["a quoted address parted by a comma", `"${MARIE}", <x@evil.example>`],
    ["a second pair of brackets", `<${MARIE}> <x@evil.example>`],
    ["brackets in brackets", `<<${MARIE}>>`],
    ["brackets that do not close", `Marie <${MARIE}`],
    ["brackets that do not open", `Marie ${MARIE}>`],
    ["words behind the brackets", `<${MARIE}> Marie`],
    ["a comma behind the brackets", `<${MARIE}>,`],
    ["quotes that do not close", `"Marie <${MARIE}>`],
    ["a comment that does not close, and holds the address to some", `Marie (Acme <${MARIE}>`],
    ["one that begins the field", `(Marie <${MARIE}>`],
    ["one with another in it", `Marie (Acme (x) <${MARIE}>`],
    ["a comment that does not close, beside another address", `(x@evil.example <${MARIE}>`],
    ["a comment that does not close, behind one with another address", `(x@evil.example) (Marie <${MARIE}>`],
    ["a comment that does not close, beside an encoded word", `(=?utf-8?q?x?= <${MARIE}>`],
    ["a comment that does not close behind the address", `${MARIE} (Marie`],
    ["a comment that does not open behind the brackets", `<${MARIE}> Acme)`],
    ["a comment within the address", "marie(c)@example.com"],
    ["a comment within the brackets, where the address goes on", `<${MARIE}(c).evil.example>`],
    ["words before an address without brackets", `Marie ${MARIE}`],
    ["a group", `Friends: ${MARIE};`],
    ["a group with brackets", `Friends: <${MARIE}>;`],
    ["an empty group", "undisclosed-recipients:;"],
    ["an empty group before an address", `nobody:; <${MARIE}>`],
    ["a route", `<@evil.example:${MARIE}>`],
    ["a route of two", `<@evil.example,@b.example:${MARIE}>`],
    ["a quoted local part", `<"marie"@example.com>`],
    ["a quoted local part with an at sign", `<"${MARIE}"@evil.example>`],
    ["two at signs", `<${MARIE}@evil.example>`],
    ["a space in the address", "<marie dupont@example.com>"],
    ["a space around the at sign", "<marie @example.com>"],
    ["a literal for a domain", "<marie@[192.0.2.1]>"],
    ["no domain", "<marie>"],
    ["a dot at the end", "<marie@example.com.>"],
    ["two dots", "<marie..dupont@example.com>"],
    ["a look-alike letter", "<m\xd0\xb0rie@example.com>"],
    ["a fullwidth at sign", "<marie\xef\xbc\xa0example.com>"],
    ["an ideographic full stop in the domain", "<marie@example\xe3\x80\x82com>"],
    ["an invisible letter", "<marie@exam\xe2\x80\x8bple.com>"],
    ["a soft hyphen", "<mar\xadie@example.com>"],
    ["a space that does not break", `\xa0${MARIE}`],
    ["a NUL", `Marie\0 <${MARIE}>`],
    ["a delete character", `<mar\x7fie@example.com>`],
    ["a backslash outside quotes", `Marie\\ <${MARIE}>`],
    ["nothing", ""],
    ["a name alone", "Marie Dupont"],
  ])("%s", (_, from) => {
    expect(read(from)).toMatchObject({ ok: false });
  });

  test.each([
    ["two fields", headOf(`From: ${MARIE}`, "From: x@evil.example")],
    ["two fields that say the same", headOf(`From: ${MARIE}`, `From: ${MARIE}`)],
    ["a second one with space before its colon", headOf("From: x@evil.example", `From : ${MARIE}`)],
    ["a second one with a NUL in its name", headOf("From: x@evil.example", `Fro\0m: ${MARIE}`)],
    ["a second one behind a bare carriage return", headOf("From: x@evil.example", `X-A: b\rFrom: ${MARIE}`)],
    ["a second one that is first, and folded into nothing", ` From: ${MARIE}\r\nFrom: x@evil.example`],
    ["a second one whose colon is folded away", headOf("From: x@evil.example", "From", ` : ${MARIE}`)],
  ])("%s", (_, head) => {
    expect(readAuthor(head)).toEqual({ ok: false, error: "several-fields" });
  });

  test.each([
    ["a bare carriage return in the field", headOf(`From: ${MARIE}\r <x@evil.example>`)],
    ["a line behind it that is no field", headOf(`From: ${MARIE}`, ",x@evil.example")],
    ["a blank line of spaces in the field", headOf("From: Marie", " \t", ` <${MARIE}>`)],
    ["a line behind it that some take for folded", headOf(`From: ${MARIE}`, "\x0b,x@evil.example")],
    ["a blank line that only some take for one", `From: ${MARIE}\r\n\r\r\nTo: a@b.example`],
  ])("%s", (_, head) => {
    expect(readAuthor(head)).toEqual({ ok: false, error: "broken-field" });
  });

  test.each([
    ["no header", ""],
    ["no such field", headOf()],
    ["a field behind the blank line", `Subject: x\r\n\r\nFrom: ${MARIE}`],
    ["a field that is folded into another", headOf("X-A: b", ` From: ${MARIE}`)],
  ])("%s", (_, head) => {
    expect(readAuthor(head)).toEqual({ ok: false, error: "no-field" });
  });

  test("a signature that names From on a folded line is no second From", () => {
    expect(readAuthor(headOf("DKIM-Signature: v=1; h=To:", " From:Subject; b=x", `From: ${MARIE}`))).toMatchObject({
      ok: true,
    });
  });
});

describe("whatever is written", () => {
  const seed = 20_261_129;
  const word = fc.constantFrom("Marie", "Dupont", "J.", "=?utf-8?q?M=C3=BCller?=", "Mari\xc3\xa9");
  const hers = fc.constantFrom(
    MARIE,
    `<${MARIE}>`,
    `Marie <${MARIE}>`,
    "=?utf-8?q?=3Cmarie=40example.com=3E?=",
    "marie=40example.com",
  );
  /** What no reader may take for a mailbox, with her address in it. */
  const opaque = hers.chain((text) => fc.constantFrom(`"${text.replaceAll(/["\\]/g, "")}"`, `(${text})`));
  const options = { seed, numRuns: 2_000 };

  test("the address in the last brackets is the author, or nobody is, whatever stands before them", () => {
    const before = fc.array(
      fc.oneof(
        word,
        opaque,
        hers,
        fc.constantFrom(",", ":", ";", "[", "]", " ", "\r\n ", "<", ">", '"', "(", ")", "\\", "@"),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(before, (pieces) => {
        expect([null, "x@evil.example"]).toContain(authorIn(headOf(`From: ${pieces.join(" ")} <x@evil.example>`)));
      }),
      options,
    );
  });

  test("a name of words, quotes and comments is a name, whoever is named in it", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, opaque), { maxLength: 6 }), (pieces) => {
        expect(read(`${pieces.join(" ")} <x@evil.example>`)).toEqual({ ok: true, value: "x@evil.example" });
      }),
      options,
    );
  });

  test("two addresses in clear are no author", () => {
    const between = fc.array(fc.constantFrom(",", ":", ";", " ", "Marie", "[", "]", "\r\n "), { maxLength: 4 });
    const clear = fc.constantFrom(MARIE, `<${MARIE}>`, `Marie <${MARIE}>`, "x@evil.example", "<x@evil.example>");
    fc.assert(
      fc.property(clear, between, clear, (one, pieces, other) => {
        const both = `${one} ${pieces.join("")} ${other}`;
        // Said twice it is a name and its address.
        if (!one.includes("<") && other.endsWith(`<${one}>`)) return;
        expect(read(both)).toMatchObject({ ok: false });
      }),
      options,
    );
  });

  test("it is answered, and what is an author is an address in clear", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii", maxLength: 200 }), (text) => {
        expect(text.toLowerCase()).toContain(authorIn(`From: ${text}`)?.toLowerCase() ?? "");
      }),
      options,
    );
  });
});

describe("the reading that is shown", () => {
  const marie = emailAddress(MARIE);

  test("is the author's where it names them and nobody else", () => {
    expect(isSoleAuthor(marie, shown(MARIE))).toBe(true);
    expect(isSoleAuthor(marie, shown("marie@EXAMPLE.com"))).toBe(true);
  });

  test.each([
    ["another", shown("x@evil.example")],
    ["nobody", shown()],
    ["somebody beside them", shown(MARIE, "x@evil.example")],
    ["them twice", shown(MARIE, MARIE)],
    ["another mailbox of the same domain", shown("pierre@example.com")],
    ["no address", shown("marie")],
  ])("is not where it names %s", (_, from) => {
    expect(isSoleAuthor(marie, from)).toBe(false);
  });

  test("is nobody's where the field is read in two ways", () => {
    expect(isSoleAuthor(null, shown(MARIE))).toBe(false);
  });

  test("tells agents of everybody whom it names, within a line", () => {
    expect(named()).toBe("");
    expect(named(MARIE)).toBe(MARIE);
    expect(named(MARIE, "x@evil.example")).toBe(`${MARIE}, x@evil.example`);
    expect(named("a@b", "c@d", "e@f", "g@h", "i@j", "k@l")).toBe("a@b, c@d, e@f, g@h, i@j, …");
  });

  test("tells agents of the topmost of several fields", () => {
    const from = ["x@evil.example", MARIE].map((address) => ({ name: "", address }));
    const headers = new Map([["from", from.map(({ address }) => address)]]);
    expect(authorsNamed(aMail({ from, headers }))).toBe("x@evil.example");
  });
});

/** What is taken for the sender's, of a field that is read as naming this address. */
const taken = (field: string, ...addresses: readonly string[]): string | null =>
  soleSender(
    aMail({ from: addresses.map((address) => ({ name: "", address })), headers: new Map([["from", [field]]]) }),
  );

describe("the sender's address", () => {
  test.each([
    ["alone", MARIE],
    ["in brackets", `Marie <${MARIE}>`],
    ["for a name as well", `'${MARIE}' <${MARIE}>`],
    ["behind a name in quotes", `"Marie" ${MARIE}`],
    ["before a comment", `${MARIE} (Marie)`],
    ["in broken brackets", `Marie <<${MARIE}>>`],
    ["before a comma", `Marie <${MARIE}>,`],
    ["that a program has encoded", "=?utf-8?q?marie=40example.com?="],
  ])("%s", (_where, field) => {
    expect(taken(field, MARIE)).toBe(MARIE);
  });

  test.each([
    ["a part of one with a space in it", "marie dupont@example.com", "dupont@example.com"],
    ["one that goes on behind it", `<${MARIE} .evil.example>`, MARIE],
    ["one with a space in it", "<marie dupont@example.com>", "marie dupont@example.com"],
    ["one with two at signs", "<marie@home@example.com>", "marie@home@example.com"],
    ["one with an invisible character", "<mar\u00ADie@example.com>", "mar\u00ADie@example.com"],
    ["none", "Marie", "Marie"],
  ])("is not %s", (_what, field, address) => {
    expect(taken(field, address)).toBeNull();
  });

  test("is nobody's of several", () => {
    expect(taken(`${MARIE}, x@evil.example`, MARIE, "x@evil.example")).toBeNull();
  });
});
