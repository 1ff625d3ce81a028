import { generateKeyPairSync } from "node:crypto";
import { type DKIMSignOptions, dkimSign } from "mailauth";
import { describe, expect, test } from "vitest";
import { growthOf, LINEAR } from "../../../test/support/growth.ts";
import { bytesOf } from "../../../test/support/mail/mail.ts";
import { type AuthenticationFacts, authenticateMail } from "./authenticate.ts";

const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "der" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const KEY_RECORD = `v=DKIM1; k=rsa; p=${keys.publicKey.toString("base64")}`;

type Zone = Readonly<Record<string, readonly string[] | "broken">>;

/** Answers as node:dns does: an array of chunks for TXT, plain strings else, and its error codes. */
const resolverOf =
  (zone: Zone) =>
  (domain: string, type: string): Promise<string[][]> => {
    const found = zone[`${domain.toLowerCase()} ${type}`];
    if (found === "broken") return Promise.reject(Object.assign(new Error("no answer"), { code: "ETIMEOUT" }));
    if (found === undefined) return Promise.reject(Object.assign(new Error("not found"), { code: "ENOTFOUND" }));
    return Promise.resolve(found.map((text) => [text]));
  };

const LINES = [
  "From: Marie <marie@example.com>",
  "To: support@acme.example",
  "Subject: Hello",
  "Date: Thu, 1 Jan 2026 12:00:00 +0000",
  "Message-ID: <one@example.com>",
  "",
  "Bonjour",
  "",
];
const PLAIN = LINES.join("\r\n");

async function signed(text: string, domain: string, how: Partial<DKIMSignOptions> = {}): Promise<string> {
  const key = { signingDomain: domain, selector: "k", privateKey: keys.privateKey, ...how };
  const { signatures } = await dkimSign(Buffer.from(text), { ...key, signatureData: [key] });
  return signatures + text;
}

const judge = (text: string, zone: Zone, change: Partial<AuthenticationFacts> = {}) =>
  authenticateMail(
    { raw: bytesOf(text), remoteIp: "192.0.2.5", helo: "mx.example.com", mailFrom: "marie@example.com", ...change },
    { resolver: resolverOf(zone), ourHost: "mx.acme.example" },
  );

const SPF = { "example.com TXT": ["v=spf1 ip4:192.0.2.5 -all"] } as const;
const KEY = { "k._domainkey.example.com TXT": [KEY_RECORD] } as const;

describe("the sender is proved by", () => {
  test("SPF of the domain in From, though it publishes no DMARC record", async () => {
    expect(await judge(PLAIN, SPF)).toMatchObject({
      aligned: "pass",
      author: "marie@example.com",
      spf: "pass",
      dmarcPolicy: null,
      fromDomain: "example.com",
    });
  });

  test("a DKIM signature of that domain, though it was forwarded through another host", async () => {
    const text = await signed(PLAIN, "example.com");
    expect(await judge(text, KEY, { mailFrom: "list@example.net" })).toMatchObject({
      aligned: "pass",
      dkim: [{ domain: "example.com", result: "pass", isAligned: true }],
    });
  });

  test("DMARC, whose policy is told", async () => {
    const zone = { ...SPF, "_dmarc.example.com TXT": ["v=DMARC1; p=reject"] };
    expect(await judge(PLAIN, zone)).toMatchObject({ aligned: "pass", dmarc: "pass", dmarcPolicy: "reject" });
  });
});

test("the sender is proved by another domain of the same organisation, by SPF as by DKIM", async () => {
  const text = PLAIN.replace("marie@example.com>", "marie@news.example.com>");
  const zone = { ...KEY, "mail.example.com TXT": ["v=spf1 ip4:192.0.2.5 -all"] };
  const aligned = { aligned: "pass", author: "marie@news.example.com" };
  expect(await judge(text, zone, { mailFrom: "bounce@mail.example.com" })).toMatchObject(aligned);
  expect(await judge(await signed(text, "example.com"), zone, { mailFrom: null })).toMatchObject(aligned);
});

describe("the sender is not proved by", () => {
  test.each([
    ["a neighbour under a public suffix", "eve.github.io", "github.io"],
    ["a neighbour beside them under a public suffix", "eve.github.io", "marie.github.io"],
    ["a domain right under a country's suffix", "evil.co.uk", "co.uk"],
  ])("%s, by SPF or by DKIM", async (_, proved, claimed) => {
    const text = PLAIN.replace("marie@example.com>", `marie@${claimed}>`);
    const zone = { [`${proved} TXT`]: ["v=spf1 ip4:192.0.2.5 -all"], [`k._domainkey.${proved} TXT`]: [KEY_RECORD] };
    const judged = await judge(await signed(text, proved), zone, { mailFrom: `x@${proved}` });
    expect(judged).toMatchObject({ aligned: "unverified", spf: "pass", dkim: [{ result: "pass", isAligned: false }] });
  });

  test("SPF of somebody else's domain", async () => {
    const zone = { "evil.example TXT": ["v=spf1 ip4:192.0.2.5 -all"] };
    expect(await judge(PLAIN, zone, { mailFrom: "x@evil.example" })).toMatchObject({
      aligned: "unverified",
      spf: "pass",
    });
  });

  test("a good signature of somebody else's domain", async () => {
    const text = await signed(PLAIN, "evil.example");
    const zone = { "k._domainkey.evil.example TXT": [KEY_RECORD] };
    expect(await judge(text, zone, { mailFrom: null })).toMatchObject({
      aligned: "unverified",
      dkim: [{ result: "pass", isAligned: false }],
    });
  });

  test("its own signature once a word was changed: that is neutral, never pass", async () => {
    const text = (await signed(PLAIN, "example.com")).replace("Bonjour", "Bonsoir");
    expect(await judge(text, KEY, { mailFrom: null })).toMatchObject({
      aligned: "fail",
      dkim: [{ result: "neutral" }],
    });
  });

  test("a signature over the first words only, with others put behind them", async () => {
    const text = `${await signed(PLAIN, "example.com", { maxBodyLength: 9 })}and send me the money\r\n`;
    expect(await judge(text, KEY, { mailFrom: null })).toMatchObject({ dkim: [{ result: "pass", isAligned: false }] });
    expect((await judge(text, KEY, { mailFrom: null })).aligned).not.toBe("pass");
  });

  test("a Return-Path or a Received line that the sender wrote", async () => {
    const text = `Return-Path: <marie@example.com>\r\nReceived: from mx.example.com ([192.0.2.5]) by x; Thu, 1 Jan 2026 12:00:00 +0000\r\n${PLAIN}`;
    expect(await judge(text, SPF, { mailFrom: null, helo: "mx.other.example" })).toMatchObject({
      aligned: "unverified",
    });
  });

  test("Authentication-Results that it brings along", async () => {
    const text = `Authentication-Results: mx.acme.example; dkim=pass header.d=example.com; dmarc=pass header.from=example.com\r\n${PLAIN}`;
    expect((await judge(text, {}, { mailFrom: null })).aligned).toBe("unverified");
  });

  test("SPF when From names two people", async () => {
    const text = PLAIN.replace("From: Marie <marie@example.com>", "From: marie@example.com, eve@evil.example");
    expect(await judge(text, SPF)).toMatchObject({ aligned: "unverified", fromDomain: null });
  });

  test("SPF when there are two From lines", async () => {
    expect(await judge(`From: eve@evil.example\r\n${PLAIN}`, SPF)).toMatchObject({
      aligned: "unverified",
      fromDomain: null,
    });
  });
});

test("a From that is read in two ways proves nobody, and is accused all the same", async () => {
  const text = PLAIN.replace("From: Marie <marie@example.com>", "From: Marie <marie@example.com>,");
  expect(await judge(text, SPF)).toMatchObject({ aligned: "unverified", author: null, spf: "pass" });
  expect(await judge(text, SPF, { remoteIp: "203.0.113.9" })).toMatchObject({ aligned: "fail", author: null });
});

test("a host that the domain forbids fails", async () => {
  expect(await judge(PLAIN, SPF, { remoteIp: "203.0.113.9" })).toMatchObject({ aligned: "fail", spf: "fail" });
});

test("DNS that does not answer leaves the sender unverified, not accused", async () => {
  const text = await signed(PLAIN, "example.com");
  expect(await judge(text, { "k._domainkey.example.com TXT": "broken", "example.com TXT": "broken" })).toMatchObject({
    aligned: "unverified",
  });
});

test("a policy that cannot be fetched accuses nobody either", async () => {
  const zone = { ...SPF, "_dmarc.example.com TXT": "broken" } as const;
  expect(await judge(PLAIN, zone, { remoteIp: "203.0.113.9" })).toMatchObject({
    aligned: "unverified",
    dmarc: "temperror",
  });
});

test.each([
  ["nothing at all", ""],
  ["no header", "just words"],
  ["a broken signature", `DKIM-Signature: v=1; a=x; d=\r\n${PLAIN}`],
])("%s is answered", async (_what, text) => {
  expect((await judge(text, {}, { mailFrom: null, remoteIp: null, helo: null })).aligned).not.toBe("pass");
});

const folded = (lines: number, before = ""): string =>
  PLAIN.replace("Subject:", () => `${before}References:\r\n${" <one@example.com>\r\n".repeat(lines)}Subject:`);

const provesNobody = async (lines: number): Promise<void> => {
  expect((await judge(folded(lines), SPF)).aligned).toBe("unverified");
};

describe("a field of many folded lines", () => {
  test("proves nobody, at a cost that grows no faster than the mail", async () => {
    expect(await growthOf(provesNobody, 60_000)).toBeLessThan(LINEAR);
  });

  test("is counted behind a long line too", async () => {
    const long = `X-Long: ${"a".repeat(2_000_000)}\r\n`;
    expect((await judge(folded(6_000, long), SPF)).aligned).toBe("unverified");
  });

  test("proves its sender where a long journey made it, whatever stands below the headers", async () => {
    expect((await judge(folded(1_000), SPF)).aligned).toBe("pass");
    expect((await judge(PLAIN + "line\r\n".repeat(6_000), SPF)).aligned).toBe("pass");
  });
});
