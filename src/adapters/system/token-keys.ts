import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scryptSync } from "node:crypto";
import type { TokenKeys } from "../../domain/reply-address.ts";

/** A master key as it is kept: encrypted with `ARIANE_SECRET` where that was given. */
export interface StoredKey {
  readonly id: number;
  readonly secret: Uint8Array;
  readonly wrapped: boolean;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAP_SALT = "ariane signing keys";

/** A new master key, wrapped where there is a secret to wrap it with. */
export function newStoredKey(id: number, secret: string | null): StoredKey {
  const key = randomBytes(KEY_BYTES);
  if (secret === null) return { id, secret: key, wrapped: false };
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(secret), nonce);
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  return { id, secret: Buffer.concat([nonce, cipher.getAuthTag(), sealed]), wrapped: true };
}

/** Keys for each purpose, derived (HKDF) from the stored ones; the newest signs. Throws where a key cannot be opened. */
export function openTokenKeys(stored: readonly StoredKey[], secret: string | null): TokenKeys {
  const masters = new Map(stored.map((key) => [key.id, unwrap(key, secret)]));
  const keyId = Math.max(...masters.keys());
  const derived = new Map<string, Buffer>();
  const keyFor = (purpose: string, id: number): Buffer | null => {
    const master = masters.get(id);
    if (master === undefined) return null;
    const name = `${purpose}:${id}`;
    const known = derived.get(name) ?? Buffer.from(hkdfSync("sha256", master, "", `ariane ${purpose}`, KEY_BYTES));
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

function unwrap(key: StoredKey, secret: string | null): Buffer {
  if (!key.wrapped) return Buffer.from(key.secret);
  if (secret === null) {
    throw new Error("The signing keys were wrapped with ARIANE_SECRET: set it to the value that it had.");
  }
  const bytes = Buffer.from(key.secret);
  const decipher = createDecipheriv("aes-256-gcm", wrappingKey(secret), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Error("ARIANE_SECRET is not the one that wrapped the signing keys: restore its former value.", { cause });
  }
}

const wrappingKey = (secret: string): Buffer => scryptSync(secret, WRAP_SALT, KEY_BYTES);
