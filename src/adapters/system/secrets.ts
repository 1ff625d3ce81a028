import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { Secrets } from "../../ports/system.ts";

/** 256 bits: nobody guesses one. */
const TOKEN_BYTES = 32;
/** OWASP's floor for scrypt: N = 2^17, r = 8, p = 1, about 0.2 s and 128 MiB. */
const COST = 2 ** 17;
const BLOCK = 8;
const PARALLEL = 1;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const MAX_MEMORY = 256 * 1024 * 1024;
/** Half of a SHA-256 is enough to tell texts apart, and short in a log. */
const DIGEST_CHARS = 32;

export const systemSecrets: Secrets = {
  newToken: () => randomBytes(TOKEN_BYTES).toString("base64url"),
  hashToken: (token) => createHash("sha256").update(token).digest(),
  digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, DIGEST_CHARS),
  async hashPassword(password) {
    const salt = randomBytes(SALT_BYTES);
    const key = await derive(password, salt);
    return `scrypt$${COST}$${salt.toString("base64url")}$${key.toString("base64url")}`;
  },
  async verifyPassword(password, hash) {
    const [, , salt = "", expected = ""] = (hash ?? "").split("$");
    const key = await derive(password, Buffer.from(salt, "base64url"));
    const wanted = Buffer.from(expected, "base64url");
    return wanted.length === key.length && timingSafeEqual(wanted, key);
  },
};

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: COST, r: BLOCK, p: PARALLEL, maxmem: MAX_MEMORY };
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
