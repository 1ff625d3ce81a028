import { createHash, randomBytes } from "node:crypto";
import type { Secrets } from "../../ports/system.ts";
import { createHashQueue } from "./passwords/hash-queue.ts";
import { createHashingThreads } from "./passwords/hashing-threads.ts";
import { createPasswords } from "./passwords/password-hashes.ts";

/** 256 bits: nobody guesses one. */
const TOKEN_BYTES = 32;
/** Half of a SHA-256 is enough to tell texts apart, and short in a log. */
const DIGEST_CHARS = 32;

export const systemSecrets: Secrets = {
  newToken: () => randomBytes(TOKEN_BYTES).toString("base64url"),
  hashToken: (token) => createHash("sha256").update(token).digest(),
  digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, DIGEST_CHARS),
  // One queue for the whole process, however many servers it runs.
  ...createPasswords(createHashQueue(), createHashingThreads()),
};
