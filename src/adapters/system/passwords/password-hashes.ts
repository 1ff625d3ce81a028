/** Passwords as they are kept: Argon2id, in threads of their own, few at once. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { normalPassword } from "../../../domain/passwords/password.ts";
import { ok } from "../../../domain/result.ts";
import type { Secrets } from "../../../ports/system.ts";
import { type KeptHash, parseHash, printHash } from "./hash-format.ts";
import type { HashQueue } from "./hash-queue.ts";
import type { HashingThreads } from "./hashing-threads.ts";

/** The first choice of OWASP's Password Storage Cheat Sheet. */
const RECIPE = { kind: "argon2id", memory: 19_456, passes: 2, lanes: 1 } as const;
const SALT_BYTES = 16;
/** What an unknown person's password is compared with: it costs the same, and fits nothing. */
const NOBODYS: KeptHash = { recipe: RECIPE, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(0) };

type Passwords = Pick<Secrets, "hashPassword" | "verifyPassword" | "isCommonPassword">;

export function createPasswords(queue: HashQueue, threads: HashingThreads): Passwords {
  const derive = (password: string, { salt, recipe }: Pick<KeptHash, "salt" | "recipe">) =>
    queue(async () => {
      const key = await threads({ kind: "derive", password: normalPassword(password), salt, recipe });
      if (!(key instanceof Uint8Array)) throw new Error("a hashing thread answered with no key");
      return key;
    });
  return {
    async hashPassword(password) {
      const salt = randomBytes(SALT_BYTES);
      const key = await derive(password, { salt, recipe: RECIPE });
      return key.ok ? ok(printHash(RECIPE, { salt, key: key.value })) : key;
    },
    async verifyPassword(password, hash) {
      const kept = (hash === null ? null : parseHash(hash)) ?? NOBODYS;
      const key = await derive(password, kept);
      if (!key.ok) return key;
      if (kept.key.length !== key.value.length || !timingSafeEqual(kept.key, key.value)) return ok("wrong");
      return ok(hash === printHash(RECIPE, kept) ? "right" : "right-but-old");
    },
    isCommonPassword: (texts) => queue(async () => (await threads({ kind: "look-up", texts })) === true),
  };
}
