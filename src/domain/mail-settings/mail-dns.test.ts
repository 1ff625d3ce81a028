import { expect, test } from "vitest";
import { instant } from "../ids.ts";
import { findDkim, findDmarc, findMx, findSpf, withParents } from "./mail-dns.ts";

const KEY = {
  domain: "acme.example",
  selector: "ariane1",
  publicKey: "AbC",
  state: "active",
  madeAt: instant(0),
} as const;

test.each([
  [["mx.acme.example"], "good"],
  [[""], "wrong"],
  [[], "missing"],
  [null, "unknown"],
])("MX %j is %s", (exchanges, expected) => {
  const found = findMx("reply.acme.example", exchanges, "chat.acme.example");
  expect(found).toMatchObject({
    state: expected,
    record: { name: "reply.acme.example", type: "MX", value: "10 chat.acme.example." },
  });
});

test.each([
  [["v=spf1 include:relay.example -all"], "good"],
  [["v=spf1 -all", "v=spf1 mx -all"], "wrong"],
  [["google-site-verification=x", "v=spf10"], "missing"],
  [null, "unknown"],
])("SPF %j is %s", (texts, expected) => {
  const found = findSpf("acme.example", texts, "smtp.relay.example");
  expect(found).toMatchObject({ state: expected, record: { value: "v=spf1 mx a:smtp.relay.example ~all" } });
});

test.each([
  [["v=DKIM1; k=rsa; p=AbC"], "good"],
  [["v=DKIM1; k=rsa; p=other"], "wrong"],
  [[], "missing"],
])("DKIM %j is %s", (texts, expected) => {
  expect(findDkim(KEY, texts)).toMatchObject({
    state: expected,
    record: { name: "ariane1._domainkey.acme.example", value: "v=DKIM1; k=rsa; p=AbC" },
  });
});

test.each([
  [["v=DMARC1; p=reject"], "good"],
  [["v=DMARC2"], "missing"],
])("DMARC %j is %s", (texts, expected) => {
  expect(findDmarc("acme.example", texts, "help@acme.example")).toMatchObject({
    state: expected,
    record: { name: "_dmarc.acme.example", value: "v=DMARC1; p=none; rua=mailto:help@acme.example" },
  });
});

test("a policy may stand above the domain, and no name without a dot is asked", () => {
  expect(withParents("chat.acme.example")).toEqual(["chat.acme.example", "acme.example"]);
});
