/** How a hash of a password is written down: with what it takes to compute it again. */

/** How a key is derived. `memory` in KiB. */
export type Recipe =
  | { readonly kind: "argon2id"; readonly memory: number; readonly passes: number; readonly lanes: number }
  | { readonly kind: "scrypt"; readonly cost: number };

export interface KeptHash {
  readonly recipe: Recipe;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}

/** The PHC string format of Argon2. */
export function printHash({ memory, passes, lanes }: Recipe & { readonly kind: "argon2id" }, kept: Kept): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${base64(kept.salt)}$${base64(kept.key)}`;
}

type Kept = Pick<KeptHash, "salt" | "key">;

const ARGON2ID = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/u;
/** Before Argon2: N alone was written down, r was 8 and p was 1. */
const SCRYPT = /^scrypt\$(\d+)\$([\w-]+)\$([\w-]+)$/u;

/** Null: it is none that we know, and no password fits it. */
export function parseHash(text: string): KeptHash | null {
  const [, memory, passes, lanes, salt = "", key = ""] = ARGON2ID.exec(text) ?? [];
  if (memory !== undefined) {
    const recipe = { kind: "argon2id", memory: Number(memory), passes: Number(passes), lanes: Number(lanes) } as const;
    return { recipe, salt: Buffer.from(salt, "base64"), key: Buffer.from(key, "base64") };
  }
  const [, cost, oldSalt = "", oldKey = ""] = SCRYPT.exec(text) ?? [];
  if (cost === undefined) return null;
  const recipe = { kind: "scrypt", cost: Number(cost) } as const;
  return { recipe, salt: Buffer.from(oldSalt, "base64url"), key: Buffer.from(oldKey, "base64url") };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replaceAll("=", "");
