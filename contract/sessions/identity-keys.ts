/** Channels › Messaging of the admin center: the keys with which a brand's site signs who somebody is. */
import { Type, type Static } from "typebox";
import { IDENTITY_ALGORITHMS, KID_AT_MOST } from "../../src/domain/sessions/identity-key.ts";
import { IDENTITY_FAULTS } from "../../src/domain/sessions/signed-identity.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, nullable, Uuid } from "../shared.ts";

/** An RSA key of 8,192 bits takes 1,500 characters as PEM. */
const MAX_KEY_CHARS = 8_192;

export const IdentityKeyView = exact({
  id: Uuid,
  /** What tokens name it by, in their header. */
  kid: Type.String(),
  algorithm: Type.Enum(IDENTITY_ALGORITHMS),
  madeAt: InstantMs,
  /** When somebody was last signed in by it, to the minute; null: nobody was. */
  lastUsedAt: nullable(InstantMs),
});
export type IdentityKeyView = Static<typeof IdentityKeyView>;

/** A token that signed nobody in; what it says of its key is not proved. */
const RefusedToken = exact({
  /** Null: it named none. */
  kid: nullable(Type.String()),
  reason: Type.Enum(IDENTITY_FAULTS),
  /** When one that named this key was last refused for that reason. */
  at: InstantMs,
});
export type RefusedToken = Static<typeof RefusedToken>;

const ofBrand = { id: Uuid };

export const identityKeysApi = {
  /** Those that are active, and what was refused lately: the newest first. */
  list: route({
    method: "GET",
    path: "/api/admin/messaging/:id/identity-keys",
    who: "admin",
    params: ofBrand,
    answer: exact({ keys: list(IdentityKeyView), refused: list(RefusedToken) }),
  }),
  /** A secret for HS256. It is shown in this answer and never again. */
  makeSecret: route({
    method: "POST",
    path: "/api/admin/messaging/:id/identity-keys",
    who: "admin",
    params: ofBrand,
    answer: exact({ key: IdentityKeyView, secret: Type.String() }),
    status: 201,
    holdsSecret: true,
    refusals: ["not-found", "identity-keys-full"],
  }),
  /**
   * A public key, for RS256 or EdDSA. `identity-key-invalid`: `details.reason` is `shape`, `private`, `kind`, `size` or `kid`.
   */
  addPublic: route({
    method: "POST",
    path: "/api/admin/messaging/:id/identity-keys/public",
    who: "admin",
    params: ofBrand,
    body: exact({
      /** A JSON Web Key or PEM. */
      key: Type.String({ minLength: 1, maxLength: MAX_KEY_CHARS }),
      /** Null: as the key names itself, else a new one. */
      kid: nullable(Type.String({ minLength: 1, maxLength: KID_AT_MOST })),
    }),
    answer: exact({ key: IdentityKeyView }),
    status: 201,
    refusals: ["not-found", "identity-keys-full", "identity-key-invalid", "identity-key-taken"],
  }),
  /** It signs nobody in any more, and whoever it has signed in is signed out. */
  end: route({
    method: "DELETE",
    path: "/api/admin/messaging/:id/identity-keys/:key",
    who: "admin",
    params: { ...ofBrand, key: Uuid },
    refusals: ["not-found"],
  }),
};
