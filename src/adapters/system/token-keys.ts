import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import type { TokenKeys } from "../../domain/mail/reply-address.ts";
import { seal, unseal } from "./sealing.ts";

/** A master key as it is kept: encrypted with `ARIANE_SECRET` where that was given. */
interface StoredKey {
  readonly id: number;
  readonly secret: Uint8Array;
  readonly wrapped: boolean;
}

const KEY_BYTES = 32;

/** A new master key, wrapped where there is a secret to wrap it with. */
export function newStoredKey(id: number, secret: string | null): StoredKey {
  const { bytes, wrapped } = seal(randomBytes(KEY_BYTES), secret);
  return { id, secret: bytes, wrapped };
}

/** Keys for each purpose, derived (HKDF) from the stored ones; the newest signs. Throws where a key cannot be opened. */
export function openTokenKeys(stored: readonly StoredKey[], secret: string | null): TokenKeys {
  const masters = new Map(stored.map((key) => [key.id, unwrap(key, secret)]));
  const keyId = Math.max(...masters.keys());
  const derived = new Map<string, KeyObject>();
  const keyFor = (purpose: string, id: number): KeyObject | null => {
    const master = masters.get(id);
    if (master === undefined) return null;
    const name = `${purpose}:${id}`;
    const known = derived.get(name) ?? derive(master, purpose);
    derived.set(name, known);
    return known;
  };
  return {
    keyId,
    sign(purpose, payload, id = keyId) {
      const key = keyFor(purpose, id);
      return key === null ? null : createHmac("sha256", key).update(payload).digest();
    },
  };
}

const derive = (master: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", master, "", `ariane ${purpose}`, KEY_BYTES)));

const unwrap = (key: StoredKey, secret: string | null): Buffer =>
  unseal({ bytes: key.secret, wrapped: key.wrapped }, secret);
