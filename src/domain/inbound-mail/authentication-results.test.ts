import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aMail } from "../../../test/support/mail/mail.ts";
import { emailAddress } from "../ids.ts";
import { readUpstreamResults, type Upstream, withoutForgedResults } from "./authentication-results.ts";

const withResults = (...values: readonly string[]) => aMail({ headers: new Map([["authentication-results", values]]) });
const MARIE: Upstream = {
  upstreamId: "mx.provider.example",
  author: emailAddress("marie@example.com"),
  isOneOrganisation: (one, other) => organisationOf(one) === organisationOf(other),
};
/** Of the names in this file. */
const organisationOf = (domain: string): string => domain.split(".").slice(-2).join(".");
const read = (...values: readonly string[]) => readUpstreamResults(withResults(...values), MARIE);

describe("at a door behind a named server", () => {
  test.each([
    "mx.provider.example; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.com",
    "mx.provider.example 1; spf=pass (sender SPF authorized) smtp.mailfrom=marie@example.com",
    "mx.provider.example; dkim=pass header.i=@example.com header.s=k header.b=abc",
    'mx.provider.example; dkim=pass header.d="mail.example.com"',
    "MX.Provider.Example; spf=fail smtp.mailfrom=x@list.example; dkim=pass header.d=example.com",
  ])("the sender is proved by %s", (value) => {
    expect(read(value)).toBe("pass");
  });

  test.each([
    ["another server says so", "mx.other.example; dmarc=pass header.from=example.com"],
    ["its name is only the beginning", "mx.provider.example.evil.example; dmarc=pass header.from=example.com"],
    [
      "somebody else's domain passed",
      "mx.provider.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example",
    ],
    ["the domain only ends alike", "mx.provider.example; dkim=pass header.d=evil-example.com"],
    ["it stands in a comment", "mx.provider.example; none (dkim=pass header.d=example.com)"],
    ["it stands in a comment of a comment", "mx.provider.example; none (a (b) ; dkim=pass header.d=example.com ;)"],
    ["it stands in quotes", 'mx.provider.example; none reason="; dkim=pass header.d=example.com"'],
    ["a method passed that proves nobody", "mx.provider.example; auth=pass smtp.auth=marie@example.com; iprev=pass"],
    ["nothing was checked", "mx.provider.example; none"],
  ])("nothing is proved when %s", (_why, value) => {
    expect(read(value)).toBe("unverified");
  });

  test("only the topmost counts: what stands below, the sender may have written", () => {
    const forged = "mx.provider.example; dmarc=pass header.from=example.com";
    expect(read("mx.provider.example; dmarc=fail header.from=example.com", forged)).toBe("fail");
    expect(read("mx.provider.example; none", forged)).toBe("unverified");
  });

  test("temporary trouble accuses nobody", () => {
    expect(read("mx.provider.example; dkim=temperror header.d=example.com; dmarc=fail header.from=example.com")).toBe(
      "unverified",
    );
  });

  test("a mail without one author, or with two, proves nobody", () => {
    const mail = withResults("mx.provider.example; dmarc=pass header.from=example.com");
    expect(readUpstreamResults(mail, { ...MARIE, author: null })).toBe("unverified");
  });

  test("another domain under one public suffix proves nobody", () => {
    const upstream = { ...MARIE, author: emailAddress("marie@pages.example"), isOneOrganisation: () => false };
    const mail = withResults(
      "mx.provider.example; dkim=pass header.d=eve.pages.example; spf=pass smtp.mailfrom=eve.pages.example",
    );
    expect(readUpstreamResults(mail, upstream)).toBe("unverified");
  });
});

test("results that claim our name are taken away, those of others stay", () => {
  const mail = withResults(
    "mx.acme.example; dmarc=pass header.from=example.com",
    "(x) MX.ACME.EXAMPLE 1; spf=pass",
    "mx.other.example; none",
  );
  expect(withoutForgedResults(mail, ["mx.acme.example"]).headers.get("authentication-results")).toEqual([
    "mx.other.example; none",
  ]);
  expect(
    withoutForgedResults(withResults("mx.acme.example; x"), ["mx.acme.example"]).headers.has("authentication-results"),
  ).toBe(false);
  expect(withoutForgedResults(aMail(), ["mx.acme.example"])).toEqual(aMail());
});

test("whatever others write, without a line of the named server nothing is proved", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "dkim=pass",
      "header.d=example.com",
      ";",
      "(",
      ")",
      '"',
      "\\",
      " ",
      "mx.evil.example",
      "dmarc=pass header.from=example.com",
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      expect(read(`mx.evil.example; ${pieces.join("")}`)).toBe("unverified");
    }),
  );
});
