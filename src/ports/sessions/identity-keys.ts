import type { BrandId, IdentityKeyId, Instant } from "../../domain/ids.ts";
import type { Result } from "../../domain/result.ts";
import type { IdentityAlgorithm, IdentityKey, IdentityKeyFault } from "../../domain/sessions/identity-key.ts";
import type { IdentityRefusal } from "../../domain/sessions/signed-identity.ts";
import type { SealedKey } from "../mail-settings/mail-settings-tx.ts";

/** A key with what proves: the secret, sealed as it is kept, or the public key. */
export interface ProvingKey extends Pick<IdentityKey, "algorithm"> {
  readonly material: SealedKey;
}

/** The arithmetic of tokens (RFC 7515) and their keys. It judges nothing but signatures. */
export interface IdentityProver {
  /** Header and claims, unproved; null: this is no token. */
  read(token: string): { readonly header: unknown; readonly claims: unknown } | null;
  /** Whether the key's owner signed it, by the key's own algorithm. */
  isSignedBy(key: ProvingKey, token: string): boolean;
  /** A new secret of 256 bits, to be shown once, and as it is kept. */
  makeSecret(): { readonly secret: string; readonly material: SealedKey };
  /** A public JSON Web Key or PEM. `kid`: as the key names itself; null: it does not. */
  readPublicKey(text: string): Result<ReadPublicKey, IdentityKeyFault>;
}

export interface ReadPublicKey extends ProvingKey {
  readonly algorithm: Exclude<IdentityAlgorithm, "HS256">;
  readonly kid: string | null;
}

/** The keys that prove who somebody is. */
export interface IdentityKeyTx {
  /** The active keys of a brand, the newest first. */
  loadActive(id: BrandId): Promise<readonly IdentityKey[]>;
  find(id: BrandId, kid: string): Promise<(ProvingKey & Pick<IdentityKey, "id">) | null>;
  insert(key: IdentityKey & ProvingKey): Promise<void>;
  /** It proves nothing any more, what it is made of is erased, and every session that it signed in ends. */
  end(id: IdentityKeyId, now: Instant): Promise<void>;
  /** A token has signed nobody in. */
  noteRefusal(id: BrandId, refused: IdentityRefusal): Promise<void>;
  /** To the minute. */
  noteUse(id: IdentityKeyId, now: Instant): Promise<void>;
}
