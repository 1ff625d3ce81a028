import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { domainOf, isSameMailbox, parseEmailAddress } from "./email-address.ts";
import { emailAddress } from "../ids.ts";
import { ok } from "../result.ts";

const longDomain = (n: number): string => `${Array.from({ length: 60 }, () => "abc").join(".")}.${long(n)}.fr`;
const long = (n: number): string => "a".repeat(n);

describe("an address that was typed", () => {
  test.each([
    ["marie@example.com", "marie@example.com"],
    ["  marie@example.com\n", "marie@example.com"],
    ["Marie.Dupont@EXAMPLE.Com", "Marie.Dupont@example.com"],
    ["marie+shop@example.co.uk", "marie+shop@example.co.uk"],
    ["o'brien_1=x@sub-domain.example.fr", "o'brien_1=x@sub-domain.example.fr"],
    ["marie@xn--caf-dma.example", "marie@xn--caf-dma.example"],
    ["marie@example.xn--p1ai", "marie@example.xn--p1ai"],
    ["\u200Bmarie@exam\u00ADple.com\u200E", "marie@example.com"],
    ["\u00A0marie@example.com\u00A0", "marie@example.com"],
    [`${long(64)}@example.com`, `${long(64)}@example.com`],
  ])("%j is %s", (typed, address) => {
    expect(parseEmailAddress(typed)).toEqual(ok(address));
  });

  test.each(["", "   ", "\u200B", "\t\n"])("%j is empty", (typed) => {
    expect(parseEmailAddress(typed)).toEqual({ ok: false, error: { code: "empty" } });
  });

  test.each([
    ["hélène@example.com", ["é", "è"]],
    ["he\u0301le\u0300ne@example.com", ["é", "è"]],
    ["ééé@exämple.com", ["é", "ä"]],
    ["marie@例え.jp", ["例", "え"]],
    ["marie＠example.com", ["＠"]],
    ["marie@exa\u00A0mple.com", ["\u00A0"]],
    ["marie👩‍💻@example.com", ["👩💻"]],
    ["é", ["é"]],
  ])("%j is refused with the characters that are the reason", (typed, characters) => {
    const result = parseEmailAddress(typed);
    expect(result).toMatchObject({ ok: false, error: { code: "non-ascii" } });
    expect(!result.ok && result.error.code === "non-ascii" && result.error.characters.join("")).toBe(
      characters.join(""),
    );
  });

  test.each([
    "marie",
    "@example.com",
    "marie@",
    "marie@example",
    "marie@@example.com",
    "marie@a@example.com",
    "marie dupont@example.com",
    "marie@exam ple.com",
    ".marie@example.com",
    "marie.@example.com",
    "ma..rie@example.com",
    "marie@example..com",
    "marie@.example.com",
    "marie@example.com.",
    "marie@-example.com",
    "marie@example-.com",
    "marie@exam_ple.com",
    "marie@example.c",
    "marie@example.c0m",
    "marie@127.0.0.1",
    "marie@[127.0.0.1]",
    '"marie"@example.com',
    "Marie <marie@example.com>",
    "mailto:marie@example.com",
    "marie,leo@example.com",
    "marie\r\nBcc: x@example.com",
    "marie\u0000@example.com",
    `marie@${long(64)}.com`,
  ])("%j is no address", (typed) => {
    expect(parseEmailAddress(typed)).toEqual({ ok: false, error: { code: "shape" } });
  });

  test("with more than 64 octets before the @ is too long", () => {
    expect(parseEmailAddress(`${long(65)}@example.com`)).toEqual({ ok: false, error: { code: "too-long" } });
  });

  test("of exactly 254 octets is accepted, of 255 it is too long", () => {
    expect(`marie@${longDomain(5)}`.length).toBe(254);
    expect(parseEmailAddress(`marie@${longDomain(5)}`).ok).toBe(true);
    expect(parseEmailAddress(`marie@${longDomain(6)}`)).toEqual({ ok: false, error: { code: "too-long" } });
  });

  test("in its normal form parses to itself, whatever was typed", () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9+_-]{1,12}$/u);
    const domain = fc.stringMatching(/^[a-zA-Z0-9]{1,10}\.[a-zA-Z]{2,4}$/u);
    fc.assert(
      fc.property(part, domain, (local, host) => {
        const once = parseEmailAddress(` ${local}@${host} `);
        expect(once).toEqual(ok(`${local}@${host.toLowerCase()}`));
        expect(once.ok && parseEmailAddress(once.value)).toEqual(once);
      }),
    );
  });

  test("never yields anything but printable ASCII, whatever soup is typed", () => {
    const letter = fc.integer({ min: 0, max: 0x2100 }).map((point) => String.fromCodePoint(point));
    const soup = fc.array(fc.oneof(letter, fc.string()), { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(soup, soup, (before, after) => {
        const result = parseEmailAddress(`${before}@${after}.com`);
        expect(!result.ok || /^[!-~]+$/u.test(result.value)).toBe(true);
      }),
    );
  });

  test("takes no time, however hostile", () => {
    for (const soup of ["a.".repeat(100_000), "a-".repeat(100_000), `${"a".repeat(200_000)}@`, "é".repeat(200_000)]) {
      expect(parseEmailAddress(`${soup}@${soup}`).ok).toBe(false);
    }
  });
});

test("one mailbox is one mailbox in any case", () => {
  expect(isSameMailbox(emailAddress("Marie@example.com"), emailAddress("marie@example.com"))).toBe(true);
  expect(isSameMailbox(emailAddress("marie@example.com"), emailAddress("marie@example.net"))).toBe(false);
});

test("the domain is what follows the @", () => {
  expect(domainOf(emailAddress("marie@example.com"))).toBe("example.com");
});
