/** Tokens that sites sign (JWS compact, RFC 7515), and the keys that prove them. The key says by what, never the token. */
import {
  createHmac,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { err, ok, type Result, unreachable } from "../../domain/result.ts";
import type { IdentityKeyFault } from "../../domain/sessions/identity-key.ts";
import type { IdentityProver, ProvingKey, ReadPublicKey } from "../../ports/sessions/identity-keys.ts";
import { seal, unseal } from "./sealing.ts";

/** 256 bits, as HS256 wants them (RFC 7518 §3.2). */
const SECRET_BYTES = 32;
/** NIST SP 800-57 wants 2,048 bits; above 8,192 a signature costs more to verify than a stranger may ask of us. */
const RSA_BITS = { least: 2_048, most: 8_192 };
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** `secret`: wraps what is kept; null: it lies there as it is. */
export function identityProver(secret: string | null): IdentityProver {
  return {
    read(token) {
      if (!COMPACT.test(token)) return null;
      const [header, claims] = token.split(".", 2).map(parsed);
      return header === undefined || claims === undefined ? null : { header, claims };
    },
    isSignedBy: (key, token) => isSigned(key.algorithm, unseal(key.material, secret), token),
    makeSecret() {
      const made = randomBytes(SECRET_BYTES).toString("base64url");
      return { secret: made, material: seal(Buffer.from(made), secret) };
    },
    readPublicKey,
  };
}

function isSigned(algorithm: ProvingKey["algorithm"], material: Buffer, token: string): boolean {
  const dot = token.lastIndexOf(".");
  const said = Buffer.from(token.slice(0, dot));
  const signature = Buffer.from(token.slice(dot + 1), "base64url");
  switch (algorithm) {
    case "HS256": {
      // Sites hand the secret to their libraries as the text that they were shown.
      const right = createHmac("sha256", createSecretKey(material)).update(said).digest();
      return right.length === signature.length && timingSafeEqual(right, signature);
    }
    case "RS256":
      return verify("sha256", said, opened(material), signature);
    case "EdDSA":
      return verify(null, said, opened(material), signature);
    default:
      return unreachable(algorithm);
  }
}

const opened = (material: Buffer): KeyObject => createPublicKey({ key: material, format: "der", type: "spki" });

/** Undefined: no JSON. */
function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function readPublicKey(text: string): Result<ReadPublicKey, IdentityKeyFault> {
  // `createPublicKey` would take the public half of a private key; whoever pastes one must hear of it.
  if (/PRIVATE KEY/.test(text)) return err("private");
  const jwk = text.trimStart().startsWith("{") ? readJwk(text) : null;
  if (jwk !== null && !jwk.ok) return jwk;
  const key = publicKeyOf(jwk === null ? text : jwk.value);
  if (key === null) return err("shape");
  const algorithm = key.asymmetricKeyType === "rsa" ? "RS256" : key.asymmetricKeyType === "ed25519" ? "EdDSA" : null;
  const declared = jwk?.value["alg"] ?? algorithm;
  const isForSigning = (jwk?.value["use"] ?? "sig") === "sig";
  if (algorithm === null || declared !== algorithm || !isForSigning) return err("kind");
  const bits = key.asymmetricKeyDetails?.modulusLength ?? RSA_BITS.least;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most) return err("size");
  const kid = jwk?.value["kid"];
  return ok({
    algorithm,
    kid: typeof kid === "string" && kid !== "" ? kid : null,
    material: { bytes: key.export({ format: "der", type: "spki" }), wrapped: false },
  });
}

function readJwk(text: string): Result<JsonWebKey, IdentityKeyFault> {
  try {
    const jwk: JsonWebKey = JSON.parse(text);
    return jwk["d"] === undefined && jwk["k"] === undefined ? ok(jwk) : err("private");
  } catch {
    return err("shape");
  }
}

/** Null: it is none. */
function publicKeyOf(given: string | JsonWebKey): KeyObject | null {
  try {
    return typeof given === "string" ? createPublicKey(given) : createPublicKey({ key: given, format: "jwk" });
  } catch {
    return null;
  }
}
