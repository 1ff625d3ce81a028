/** Secrets at rest: encrypted with `ARIANE_SECRET` where that was given, as they are where it was not. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import type { Vault } from "../../ports/mail/access-tokens.ts";

interface Sealed {
  readonly bytes: Uint8Array;
  readonly wrapped: boolean;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAP_SALT = "ariane signing keys";

export function seal(plain: Uint8Array, secret: string | null): Sealed {
  if (secret === null) return { bytes: plain, wrapped: false };
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", wrappingKey(secret), nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { bytes: Buffer.concat([nonce, cipher.getAuthTag(), sealed]), wrapped: true };
}

/** Throws, with the cure, where the secret is missing or is another one. */
export function unseal({ bytes, wrapped }: Sealed, secret: string | null): Buffer {
  if (!wrapped) return Buffer.from(bytes);
  if (secret === null) {
    throw new Error("The signing keys were wrapped with ARIANE_SECRET: set it to the value that it had.");
  }
  const sealed = Buffer.from(bytes);
  const decipher = createDecipheriv("aes-256-gcm", wrappingKey(secret), sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Error("ARIANE_SECRET is not the one that wrapped the signing keys: restore its former value.", { cause });
  }
}

/** Seals texts. */
export const vaultWith = (secret: string | null): Vault => ({
  seal: (text) => seal(Buffer.from(text), secret),
  open: (sealed) => unseal(sealed, secret).toString(),
});

/** Of the last secret: a process has one, and each derivation costs a tenth of a second. */
let derived: { readonly from: string; readonly key: Buffer } | null = null;

function wrappingKey(secret: string): Buffer {
  if (derived?.from !== secret) derived = { from: secret, key: scryptSync(secret, WRAP_SALT, KEY_BYTES) };
  return derived.key;
}
