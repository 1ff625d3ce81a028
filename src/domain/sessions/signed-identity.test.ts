import { expect, test } from "vitest";
import { instant } from "../ids.ts";
import { type IdentityFault, readIdentity, readIdentityHeader } from "./signed-identity.ts";

const NOW = instant(Date.UTC(2026, 10, 30, 14, 0, 0));
const SECONDS = NOW / 1_000;
const MARIE = { scope: "user", external_id: "customer-17" };

const read = (claims: unknown) => readIdentity(claims, NOW);
const identity = (claims: object) => {
  const result = read({ ...MARIE, ...claims });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

test("the id alone is enough", () => {
  expect(identity({})).toEqual({
    externalId: "customer-17",
    name: null,
    email: null,
    emailVerified: false,
    locale: null,
    until: null,
  });
});

test("all that a site may tell is read", () => {
  expect(
    identity({
      name: "Marie Dupont",
      email: " Marie@Example.COM ",
      email_verified: true,
      locale: "fr-CA",
      exp: SECONDS + 300,
      nbf: SECONDS,
      iat: SECONDS,
      plan: "gold",
    }),
  ).toEqual({
    externalId: "customer-17",
    name: "Marie Dupont",
    email: "Marie@example.com",
    emailVerified: true,
    locale: "fr-CA",
    until: NOW + 360_000,
  });
});

test.each([
  [true, true],
  ["true", true],
  [false, false],
  ["false", false],
  [null, false],
  [undefined, false],
])("email_verified %s means %s: sites send both", (email_verified, verified) => {
  expect(identity({ email: "marie@example.com", email_verified }).emailVerified).toBe(verified);
});

test("an address that no mail reaches is none, and nothing of it is verified", () => {
  for (const email of ["marié@example.com", "marie", ""]) {
    expect(identity({ email, email_verified: true })).toMatchObject({ email: null, emailVerified: false });
  }
});

test("a name is made safe to show, and cut where it is long", () => {
  expect(identity({ name: "Ma\u202Erie\n" }).name).toBe("Ma rie");
  expect(identity({ name: "😀".repeat(200) }).name).toBe("😀".repeat(120));
  expect(identity({ name: "  " }).name).toBeNull();
});

const FAULTY: readonly (readonly [what: string, claims: unknown, reason: IdentityFault, says: RegExp])[] = [
  ["no object", "marie", "shape", /no JSON object/],
  ["a list", [MARIE], "shape", /no JSON object/],
  ["no scope", { external_id: "17" }, "scope", /scope is missing/],
  ["another scope", { ...MARIE, scope: "app" }, "scope", /scope is "app": it must be "user"/],
  ["no external_id", { scope: "user" }, "external-id", /external_id is missing/],
  ["a number as external_id", { ...MARIE, external_id: 17 }, "external-id", /external_id is 17: .* as a text/],
  ["an empty external_id", { ...MARIE, external_id: " " }, "external-id", /1 to 1024/],
  ["1,025 characters of external_id", { ...MARIE, external_id: "x".repeat(1_025) }, "external-id", /1 to 1024/],
  [
    "more bytes of external_id than an index holds",
    { ...MARIE, external_id: "字".repeat(854) },
    "external-id",
    /2560 bytes/,
  ],
  ["a NUL in external_id", { ...MARIE, external_id: "a\0b" }, "external-id", /control/],
  ["half a letter in external_id", { ...MARIE, external_id: "a\uD800" }, "external-id", /control/],
  ["a name that is no text", { ...MARIE, name: { first: "Marie" } }, "claim", /name is of the type object/],
  ["an email that is no text", { ...MARIE, email: true }, "claim", /email is true/],
  ["a locale that is no text", { ...MARIE, locale: 4 }, "claim", /locale is 4/],
  ["email_verified: yes", { ...MARIE, email_verified: "yes" }, "claim", /email_verified is "yes": true or false/],
  ["exp in milliseconds", { ...MARIE, exp: NOW + 300_000 }, "claim", /exp is .*: seconds since 1970/],
  ["exp as a date", { ...MARIE, exp: "2026-11-30" }, "claim", /exp is "2026-11-30"/],
  ["nbf as a text", { ...MARIE, nbf: "now" }, "claim", /nbf is "now"/],
  ["an old token", { ...MARIE, exp: SECONDS - 60 }, "expired", /ended at 2026-11-30 13:59:00 UTC, .* 14:00:00 UTC/],
  ["a token of tomorrow", { ...MARIE, nbf: SECONDS + 61 }, "not-yet", /holds from 2026-11-30 14:01:01 UTC/],
];

test.each(FAULTY)("%s is refused, and told", (_what, claims, reason, says) => {
  const result = read(claims);
  expect(result.ok ? null : result.error.details).toEqual({ reason });
  expect(result.ok ? "" : result.error.message).toMatch(says);
});

test("clocks may differ by a minute", () => {
  expect(read({ ...MARIE, exp: SECONDS - 59 }).ok).toBe(true);
  expect(read({ ...MARIE, nbf: SECONDS + 60 }).ok).toBe(true);
});

test("an external_id of 1,024 characters is read as it stands, spaces and all", () => {
  const id = ` ${"é".repeat(1_022)} `;
  expect(identity({ external_id: id }).externalId).toBe(id);
});

test.each([
  [{ alg: "HS256", kid: "k" }, null],
  [{ alg: "RS256", kid: "k", typ: "JWT" }, null],
  [{ alg: "EdDSA", kid: "k" }, null],
  [{ alg: "none", kid: "k" }, "algorithm"],
  [{ alg: "hs256", kid: "k" }, "algorithm"],
  [{ alg: "HS512", kid: "k" }, "algorithm"],
  [{ kid: "k" }, "algorithm"],
  [{ alg: "HS256" }, "key-unknown"],
  [{ alg: "HS256", kid: 7 }, "key-unknown"],
  [{ alg: "HS256", kid: "" }, "key-unknown"],
  [{ alg: "HS256", kid: "k", crit: ["b64"], b64: false }, "algorithm"],
  ["HS256", "shape"],
  [null, "shape"],
])("the header %o: %s", (header, reason) => {
  const result = readIdentityHeader(header);
  expect(result.ok ? null : result.error.details?.["reason"]).toBe(reason);
});
