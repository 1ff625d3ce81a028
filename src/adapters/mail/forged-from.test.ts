/** Who is proved and who is shown: read by two programs and by us, they are one address or nobody's (product.md §4.6). */
import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { dkimSign } from "mailauth";
import { expect, test } from "vitest";
import { anyFrom, EVE, forgedFroms } from "../../../test/support/mail/forged-from.ts";
import { bytesOf } from "../../../test/support/mail/mail.ts";
import { readUpstreamResults } from "../../domain/inbound-mail/authentication-results.ts";
import { isSoleAuthor } from "../../domain/inbound-mail/author/author.ts";
import { authenticateMail } from "./authenticate.ts";
import { authorOf } from "./author-of.ts";
import { parseMime } from "./mime-in.ts";
import { isOneOrganisation } from "./organisation.ts";

const keys = generateKeyPairSync("rsa", {
  modulusLength: 1024,
  publicKeyEncoding: { type: "spki", format: "der" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
/** Eve's own domain says all that there is to say for her. */
const ZONE: Readonly<Record<string, string>> = {
  "k._domainkey.evil.example TXT": `v=DKIM1; k=rsa; p=${keys.publicKey.toString("base64")}`,
  "evil.example TXT": "v=spf1 ip4:192.0.2.5 -all",
  "_dmarc.evil.example TXT": "v=DMARC1; p=reject",
};
const resolve = (domain: string, type: string): Promise<string[][]> => {
  const found = ZONE[`${domain.toLowerCase()} ${type}`];
  return found === undefined
    ? Promise.reject(Object.assign(new Error("not found"), { code: "ENOTFOUND" }))
    : Promise.resolve([[found]]);
};
const RESULTS = `mx.upstream.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=${EVE}; dmarc=pass header.from=evil.example`;
const VICTIM = "marie@example.com";

const mailOf = (from: string): string =>
  `${from}\r\nTo: help@acme.example\r\nSubject: Hello\r\nMessage-ID: <one@evil.example>\r\n\r\nIt is me.\r\n`;

/** Who counts as proved at any door, once what is shown has been compared. */
async function provedBy(from: string): Promise<readonly string[]> {
  const text = mailOf(from);
  const key = { signingDomain: "evil.example", selector: "k", privateKey: keys.privateKey };
  const { signatures } = await dkimSign(Buffer.from(text), { ...key, signatureData: [key] });
  const raw = bytesOf(`Authentication-Results: ${RESULTS}\r\n${signatures}${text}`);
  const parsed = await parseMime(raw);
  const facts = { raw, remoteIp: "192.0.2.5", helo: "mx.evil.example", mailFrom: EVE };
  const ours = await authenticateMail(facts, { resolver: resolve, ourHost: "mx.acme.example" });
  const author = authorOf(raw);
  const upstream = readUpstreamResults(parsed, { upstreamId: "mx.upstream.example", author, isOneOrganisation });
  return [
    ...(ours.aligned === "pass" && isSoleAuthor(ours.author, parsed.from) ? [String(ours.author)] : []),
    ...(upstream === "pass" && isSoleAuthor(author, parsed.from) ? [String(author)] : []),
  ];
}

test("Eve's own mail is proved to be hers, at every door", async () => {
  expect(await provedBy(`From: Eve <${EVE}>`)).toEqual([EVE, EVE]);
});

test.each(forgedFroms(VICTIM))("signed by Eve, nobody else is proved by %j", async (from) => {
  for (const proved of await provedBy(from)) expect(proved).toMatch(/@evil\.example$/);
});

test("signed by Eve, whatever stands in From, nobody else is proved", async () => {
  await fc.assert(
    fc.asyncProperty(anyFrom(VICTIM), async (from) => {
      for (const proved of await provedBy(from)) expect(proved).toMatch(/@evil\.example$/);
    }),
    { seed: 20_261_129, numRuns: 250 },
  );
}, 30_000);

test.each([
  [`From: =?utf-8?q?Marie_=3Cmarie=40example.com=3E?=, <${EVE}>`, EVE],
  [`From: =?utf-8?q?Marie_=3Cmarie=40example.com=3E?= <${EVE}>`, EVE],
  [`From: =?utf-8?q?Marie_<marie@example.com>?= <${EVE}>`, EVE],
  // A program that encodes everything has nothing else to show; it proves nobody.
  ["From: =?utf-8?q?Marie_=3Cmarie=40example.com=3E?=", VICTIM],
])("what stands in clear is shown: %s", async (from, shown) => {
  expect((await parseMime(bytesOf(mailOf(from)))).from.map(({ address }) => address)).toEqual([shown]);
});

test.each([
  [`From: =?iso-8859-1?Q?M=FCller,=20Marie?= <${VICTIM}>`, "Müller, Marie"],
  [`From: =?utf-8?Q?"Marie"_Dup=C3=B4nt?= =?utf-8?b?w6k=?= <${VICTIM}>`, '"Marie" Dupônté'],
  [`From: "=?utf-8?q?Dup=C3=B4nt?=, Marie" <${VICTIM}>`, "Dupônt, Marie"],
])("an encoded name stays a name: %s", async (from, name) => {
  expect((await parseMime(bytesOf(mailOf(from)))).from).toEqual([{ name, address: VICTIM }]);
});
