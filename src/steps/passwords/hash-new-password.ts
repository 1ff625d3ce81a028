import { commonPassword, decidePassword } from "../../domain/passwords/password.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { Result } from "../../domain/result.ts";
import type { Secrets } from "../../ports/system.ts";

interface Deps {
  readonly secrets: Pick<Secrets, "hashPassword" | "isCommonPassword">;
}

/**
 * The hash of a password that somebody chose, who is known by the names `own`. Refuses what decidePassword does,
 * password-common and too-busy. Takes its time: never inside a transaction.
 */
export async function hashNewPassword(
  { secrets }: Deps,
  password: string,
  own: readonly string[],
): Promise<Result<string, Refusal>> {
  const guesses = decidePassword(password, own);
  if (!guesses.ok) return guesses;
  const isCommon = await secrets.isCommonPassword(guesses.value);
  if (!isCommon.ok) return isCommon;
  return isCommon.value ? commonPassword() : secrets.hashPassword(password);
}
