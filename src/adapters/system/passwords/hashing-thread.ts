/** A thread that works on passwords, one at a time: what it costs delays nobody who waits for a file or a page. */
import { argon2Sync, scryptSync } from "node:crypto";
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { unreachable } from "../../../domain/result.ts";
import type { Recipe } from "./hash-format.ts";

/** What a thread is asked; it answers with a key, or whether one of the texts is a common password. */
export type Asked =
  | { readonly kind: "derive"; readonly password: string; readonly salt: Uint8Array; readonly recipe: Recipe }
  | { readonly kind: "look-up"; readonly texts: readonly string[] };

const KEY_BYTES = 32;
const SCRYPT_BLOCK = 8;
const SCRYPT_MEMORY = 256 * 1024 * 1024;
/** Whoever reads a page goes first. On Linux the priority is that of this thread alone; elsewhere it would be everybody's. */
const BEHIND_THE_OTHERS = 10;
if (process.platform === "linux") setPriority(0, BEHIND_THE_OTHERS);

let listed: Promise<ReadonlySet<string>> | null = null;
/** 50,000 of them, half a megabyte of source: read when the first password is chosen, never for a sign-in. */
const loadListed = async (): Promise<ReadonlySet<string>> => {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
};

function derive(password: string, salt: Uint8Array, recipe: Recipe): Uint8Array {
  switch (recipe.kind) {
    case "argon2id": {
      const { memory, passes, lanes: parallelism } = recipe;
      return argon2Sync("argon2id", {
        message: password,
        nonce: salt,
        memory,
        passes,
        parallelism,
        tagLength: KEY_BYTES,
      });
    }
    case "scrypt":
      return scryptSync(password, salt, KEY_BYTES, {
        N: recipe.cost,
        r: SCRYPT_BLOCK,
        p: 1,
        maxmem: SCRYPT_MEMORY,
      });
    default:
      return unreachable(recipe);
  }
}

async function answer(asked: Asked): Promise<Uint8Array | boolean> {
  if (asked.kind === "derive") return derive(asked.password, asked.salt, asked.recipe);
  const list = await (listed ??= loadListed());
  return asked.texts.some((text) => list.has(text));
}

parentPort?.on("message", (asked: Asked) => {
  // What fails ends the thread, and whoever asked hears of it.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
  void answer(asked).then((said) => parentPort?.postMessage(said));
});
