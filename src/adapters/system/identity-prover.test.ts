import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect, test } from "vitest";
import type { ProvingKey } from "../../ports/sessions/identity-keys.ts";
import { identityProver } from "./identity-prover.ts";

const prover = identityProver("a secret of at least thirty-two letters");
const { secret, material } = prover.makeSecret();
const shared: ProvingKey = { algorithm: "HS256", material };
const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const ed = generateKeyPairSync("ed25519");

const pemOf = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();
const jwkOf = (key: KeyObject, more: object = {}) => JSON.stringify({ ...key.export({ format: "jwk" }), ...more });
const keyOf = (text: string): ProvingKey => {
  const read = prover.readPublicKey(text);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const rsaKey = keyOf(pemOf(rsa.publicKey));
const edKey = keyOf(jwkOf(ed.publicKey));

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const unsigned = (header: object = { alg: "HS256" }, claims: object = { a: 1 }) => `${part(header)}.${part(claims)}`;
const hmac = (key: string | Buffer, said = unsigned()) =>
  `${said}.${createHmac("sha256", key).update(said).digest("base64url")}`;
const by = (algorithm: "sha256" | null, key: KeyObject, said = unsigned()) =>
  `${said}.${sign(algorithm, Buffer.from(said), key).toString("base64url")}`;

test("each kind of key proves what its owner has signed", () => {
  expect(prover.isSignedBy(shared, hmac(secret))).toBe(true);
  expect(prover.isSignedBy(rsaKey, by("sha256", rsa.privateKey))).toBe(true);
  expect(prover.isSignedBy(edKey, by(null, ed.privateKey))).toBe(true);
});

const forge = (token: string) => token.replace(part({ a: 1 }), part({ a: 2 }));

test("what was changed after it was signed is not proved", () => {
  expect(prover.isSignedBy(shared, forge(hmac(secret)))).toBe(false);
  expect(prover.isSignedBy(rsaKey, forge(by("sha256", rsa.privateKey)))).toBe(false);
  expect(prover.isSignedBy(edKey, forge(by(null, ed.privateKey)))).toBe(false);
});

test("the key says by what it proves: a public key is never taken for a secret, nor none for a signature", () => {
  for (const [key, pem] of [
    [rsaKey, pemOf(rsa.publicKey)],
    [edKey, pemOf(ed.publicKey)],
  ] as const) {
    expect(prover.isSignedBy(key, hmac(pem))).toBe(false);
    expect(prover.isSignedBy(key, hmac(Buffer.from(key.material.bytes)))).toBe(false);
    expect(prover.isSignedBy(key, `${unsigned({ alg: "none" })}.`)).toBe(false);
  }
  expect(prover.isSignedBy(shared, `${unsigned({ alg: "none" })}.`)).toBe(false);
  expect(prover.isSignedBy(shared, by("sha256", rsa.privateKey))).toBe(false);
});

test("another secret proves nothing, nor does one in another spelling", () => {
  expect(prover.isSignedBy(shared, hmac(prover.makeSecret().secret))).toBe(false);
  expect(prover.isSignedBy(shared, hmac(Buffer.from(secret, "base64url")))).toBe(false);
});

test("a secret has 256 bits, and is kept wrapped", () => {
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(material.wrapped).toBe(true);
  expect(Buffer.from(material.bytes).includes(secret)).toBe(false);
});

test.each(["", "a.b", "a.b.c.d", "a.b.", "!.!.!", `${part({})}.${Buffer.from("{").toString("base64url")}.c`, " a.b.c"])(
  "%o is no token",
  (text) => expect(prover.read(text)).toBeNull(),
);

test("a token is read before it is proved", () => {
  expect(prover.read(hmac(secret))).toEqual({ header: { alg: "HS256" }, claims: { a: 1 } });
});

test("a public key is read as PEM and as JSON Web Key, by its own name where it has one", () => {
  expect(prover.readPublicKey(pemOf(rsa.publicKey))).toMatchObject({
    ok: true,
    value: { algorithm: "RS256", kid: null },
  });
  expect(prover.readPublicKey(jwkOf(ed.publicKey, { kid: "2026", alg: "EdDSA", use: "sig" }))).toMatchObject({
    ok: true,
    value: { algorithm: "EdDSA", kid: "2026" },
  });
});

const weak = generateKeyPairSync("rsa", { modulusLength: 1_024 });
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
test.each([
  ["nothing", "", "shape"],
  ["words", "my key", "shape"],
  ["half of JSON", "{", "shape"],
  ["JSON that is no key", "{}", "shape"],
  ["a private PEM", rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "private"],
  ["a private JSON Web Key", jwkOf(ed.privateKey), "private"],
  ["a shared secret", JSON.stringify({ kty: "oct", k: secret }), "private"],
  ["a curve that we do not verify", pemOf(curve.publicKey), "kind"],
  ["a key for RS512", jwkOf(rsa.publicKey, { alg: "RS512" }), "kind"],
  ["a key for encryption", jwkOf(rsa.publicKey, { use: "enc" }), "kind"],
  ["RSA of 1,024 bits", pemOf(weak.publicKey), "size"],
])("%s is no key of ours", (_what, text, error) => {
  expect(prover.readPublicKey(text)).toEqual({ ok: false, error });
});
