/** What a site's token says of a person, read and judged; the signature is proved before (product.md §5.4, ADR 0027). */
import { type EmailAddress, instant, type Instant, later, millis, type Millis, SECOND } from "../ids.ts";
import { parseEmailAddress } from "../mail/email-address.ts";
import { cleanName } from "../people/name.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { ok, type Result } from "../result.ts";
import { IDENTITY_ALGORITHMS, type IdentityAlgorithm, KID_AT_MOST } from "./identity-key.ts";

/** Why a token signs nobody in: `details.reason` of identity-refused. */
export const IDENTITY_FAULTS = [
  "shape",
  "algorithm",
  "key-unknown",
  "signature",
  "expired",
  "not-yet",
  "scope",
  "external-id",
  "claim",
] as const;
export type IdentityFault = (typeof IDENTITY_FAULTS)[number];

/** A token that signed nobody in, for the admin who looks for the reason: what it said of itself is not proved. */
export interface IdentityRefusal {
  /** The key that it named; null: none that could be one. */
  readonly kid: string | null;
  readonly reason: IdentityFault;
  /** When one of that key was last refused for that reason. */
  readonly at: Instant;
}

/** Of a brand; older ones are forgotten: anybody can make tokens up. */
export const IDENTITY_REFUSALS_AT_MOST = 20;

/** Whom a token names. */
export interface Identity {
  /** The site's own id of the person: the same on every device. */
  readonly externalId: string;
  readonly name: string | null;
  readonly email: EmailAddress | null;
  /** The site has made sure that the address is theirs. */
  readonly emailVerified: boolean;
  /** As the site writes it; null: it does not say. */
  readonly locale: string | null;
  /** What it signs in ends then; null: the token does not say. */
  readonly until: Instant | null;
}

/** In characters: as many as its users' interface takes. */
const EXTERNAL_ID_AT_MOST = 1_024;
/** In bytes of UTF-8: it is a key of an index, and a row of that holds 2,704 at most. */
const EXTERNAL_ID_BYTES_AT_MOST = 2_560;
/** As much as fits where names stand; what is longer is cut. */
const NAME_AT_MOST = 120;
/** Clocks of servers differ. */
const LEEWAY: Millis = millis(60 * SECOND);

/** The key that a token names, as far as one may be called so; null: none. */
export function namedKey(header: unknown): string | null {
  const kid = isRecord(header) ? header["kid"] : null;
  const isOne = typeof kid === "string" && kid !== "" && kid.length <= KID_AT_MOST && !/[\p{Cc}\p{Cs}]/u.test(kid);
  return isOne ? kid : null;
}

export const identityRefused = (reason: IdentityFault, message: string): Result<never, Refusal> =>
  refuse("identity-refused", message, { reason });

/** Which key is to prove a token, and by what. */
export function readIdentityHeader(
  header: unknown,
): Result<{ readonly kid: string; readonly algorithm: IdentityAlgorithm }, Refusal> {
  if (!isRecord(header)) return identityRefused("shape", "The token's header is no JSON object.");
  const { alg, kid, crit } = header;
  const algorithm = IDENTITY_ALGORITHMS.find((each) => each === alg);
  if (algorithm === undefined) {
    return identityRefused("algorithm", `alg is ${said(alg)}: sign with ${IDENTITY_ALGORITHMS.join(", ")}.`);
  }
  if (crit !== undefined) return identityRefused("algorithm", "The header has crit, and we know no extensions.");
  if (typeof kid !== "string" || kid === "") {
    return identityRefused("key-unknown", "The header has no kid: it names the key, as Channels › Messaging shows it.");
  }
  return ok({ kid, algorithm });
}

/** Of a token whose signature is proved. */
export function readIdentity(claims: unknown, now: Instant): Result<Identity, Refusal> {
  if (!isRecord(claims)) return identityRefused("shape", "The token's claims are no JSON object.");
  const times = judgeTimes(claims, now);
  if (!times.ok) return times;
  if (claims["scope"] !== "user") {
    return identityRefused("scope", `scope is ${said(claims["scope"])}: it must be "user".`);
  }
  const externalId = readExternalId(claims["external_id"]);
  if (!externalId.ok) return externalId;
  for (const name of ["name", "email", "locale"]) {
    if (!isTextOrAbsent(claims[name])) return identityRefused("claim", `${name} is ${said(claims[name])}: no text.`);
  }
  const verified = claims["email_verified"] ?? false;
  if (typeof verified !== "boolean" && verified !== "true" && verified !== "false") {
    return identityRefused("claim", `email_verified is ${said(verified)}: true or false.`);
  }
  const email = parseEmailAddress(textOf(claims["email"]));
  const name = cleanName(textOf(claims["name"]));
  return ok({
    externalId: externalId.value,
    name: name === "" ? null : Array.from(name).slice(0, NAME_AT_MOST).join(""),
    // What mail cannot be sent to is as good as none; the person is who they are all the same.
    email: email.ok ? email.value : null,
    emailVerified: email.ok && (verified === true || verified === "true"),
    locale: textOf(claims["locale"]) || null,
    until: times.value,
  });
}

type Claims = Readonly<Record<string, unknown>>;

/** Until when the token holds; null: it does not say. */
function judgeTimes({ exp, nbf }: Claims, now: Instant): Result<Instant | null, Refusal> {
  const from = instantOf(nbf);
  const until = instantOf(exp);
  if (from === "odd") return identityRefused("claim", `nbf is ${said(nbf)}: seconds since 1970, a number.`);
  if (until === "odd") return identityRefused("claim", `exp is ${said(exp)}: seconds since 1970, a number.`);
  if (from !== null && from > later(now, LEEWAY)) {
    return identityRefused("not-yet", `The token holds from ${utc(from)}, and here it is ${utc(now)}.`);
  }
  if (until === null) return ok(null);
  const end = later(until, LEEWAY);
  return end > now
    ? ok(end)
    : identityRefused("expired", `The token ended at ${utc(until)}, and here it is ${utc(now)}.`);
}

function readExternalId(id: unknown): Result<string, Refusal> {
  if (typeof id !== "string") {
    return identityRefused("external-id", `external_id is ${said(id)}: your own id of the person, as a text.`);
  }
  const isWritten = id.trim() !== "" && !/[\p{Cc}\p{Cs}]/u.test(id);
  if (!isWritten || id.length > EXTERNAL_ID_AT_MOST || bytesOf(id) > EXTERNAL_ID_BYTES_AT_MOST) {
    return identityRefused(
      "external-id",
      `external_id has 1 to ${EXTERNAL_ID_AT_MOST} characters (at most ${EXTERNAL_ID_BYTES_AT_MOST} bytes), one of them visible, and no control characters.`,
    );
  }
  return ok(id);
}

/** In UTF-8; of text without half letters. */
const bytesOf = (text: string): number => encodeURIComponent(text).replace(/%../g, "-").length;

/** In the year 5138; what lies beyond was meant in milliseconds. */
const LAST_SECOND = 100_000_000_000;

function instantOf(seconds: unknown): Instant | null | "odd" {
  if (seconds === undefined || seconds === null) return null;
  const isTime = typeof seconds === "number" && seconds >= 0 && seconds <= LAST_SECOND;
  return isTime ? instant(Math.floor(seconds * 1_000)) : "odd";
}

const utc = (at: Instant): string => `${UTC.format(at)} UTC`;
/** As in Sweden: 2026-11-30 14:02:00. */
const UTC = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium", timeZone: "UTC" });

const isRecord = (value: unknown): value is Claims =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTextOrAbsent = (value: unknown): boolean => value === undefined || value === null || typeof value === "string";
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** What stands there, for whoever mends it: a wrong type or a short value, never a whole text. */
function said(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string") return value.length <= 20 ? JSON.stringify(value) : "another text";
  return typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : `of the type ${value === null ? "null" : typeof value}`;
}
