/** The keys with which a brand's site signs who somebody is (product.md §5.4, ADR 0027). */
import type { BrandId, IdentityKeyId, Instant } from "../ids.ts";

/** Each key has one, and verifies nothing else, whatever a token says of itself. */
export const IDENTITY_ALGORITHMS = ["HS256", "RS256", "EdDSA"] as const;
export type IdentityAlgorithm = (typeof IDENTITY_ALGORITHMS)[number];

export interface IdentityKey {
  readonly id: IdentityKeyId;
  readonly brandId: BrandId;
  /** What tokens name it by, in their header; once among the brand's active keys. */
  readonly kid: string;
  readonly algorithm: IdentityAlgorithm;
  readonly madeAt: Instant;
  /** When somebody was last signed in by it, to the minute; null: nobody was. */
  readonly lastUsedAt: Instant | null;
}

/** One in use, one on its way in, and some for other programs of the site: more is a sign that none is ever ended. */
export const IDENTITY_KEYS_AT_MOST = 10;
/** Providers name their keys by a hash or a URL; longer ones are hostile. */
export const KID_AT_MOST = 128;

/** Why a public key is not taken. */
export type IdentityKeyFault =
  /** Neither a JSON Web Key nor PEM. */
  | "shape"
  /** It is the private half, or a shared secret. */
  | "private"
  /** Neither RSA nor Ed25519, or meant for something else. */
  | "kind"
  /** RSA under 2,048 bits, or over 8,192, which costs too much to verify. */
  | "size";
