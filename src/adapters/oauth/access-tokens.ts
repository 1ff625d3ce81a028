/** Turns one grant into access tokens: kept until shortly before they end, renewed by one process at a time. */
import type { GrantTrouble } from "../../domain/mail-settings/grant-trouble.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { AccessTokens, GrantBook, GrantPage, OAuthGrant } from "../../ports/mail/access-tokens.ts";
import { askForToken, type Given } from "./token-endpoint.ts";

interface AccessTokensOptions {
  readonly grant: OAuthGrant;
  /** What its page in the book is called. */
  readonly grantId: string;
  readonly book: GrantBook;
  /** Milliseconds: only spans count. */
  readonly now: () => number;
  /** Called at each try; null: it gave a token. */
  readonly tried: (trouble: GrantTrouble | null) => void;
}

/** A token that ends this soon, or before half its life where that is shorter, is as good as over. */
const MARGIN_MS = 60_000;
/** After a failed try the next hundred mails do not ask a hundred times. */
const REST_MS = 30_000;
const REPLACED_AT_MOST_EVERY_MS = 30_000;

export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { grant, grantId, book, now, tried } = options;
  let held: { readonly token: string; readonly until: number } | null = null;
  let failed: { readonly trouble: GrantTrouble; readonly until: number } | null = null;
  let renewing: Promise<Result<string, GrantTrouble>> | null = null;
  let forgottenAt = Number.NEGATIVE_INFINITY;
  /** Given, and not kept yet: the provider may take no other any more. */
  let unkept: string | null = null;

  async function renew(): Promise<Result<string, GrantTrouble>> {
    const renewed = await book
      .inTurn(grantId, turn)
      .catch((error: unknown): Result<Given, GrantTrouble> =>
        err({ kind: "unreachable", said: error instanceof Error ? error.message : String(error) }),
      );
    tried(renewed.ok ? null : renewed.error);
    if (!renewed.ok) {
      failed = { trouble: renewed.error, until: now() + REST_MS };
      return renewed;
    }
    const lifeMs = renewed.value.lifeS * 1_000;
    held = { token: renewed.value.accessToken, until: now() + lifeMs - Math.min(MARGIN_MS, lifeMs / 2) };
    failed = null;
    return ok(held.token);
  }

  async function turn(page: GrantPage): Promise<Result<Given, GrantTrouble>> {
    const answer = await askForToken(grant, unkept ?? (await page.loadRefreshToken()) ?? grant.refreshToken);
    if (!answer.ok) {
      await page.note(answer.error);
      return answer;
    }
    unkept = answer.value.refreshToken ?? unkept;
    await page.keep(unkept);
    unkept = null;
    return answer;
  }

  return {
    async current() {
      if (held !== null && now() < held.until) return ok(held.token);
      if (failed !== null && now() < failed.until) return err(failed.trouble);
      renewing ??= renew().finally(() => (renewing = null));
      return renewing;
    },
    forget(token) {
      if (held?.token !== token || now() - forgottenAt < REPLACED_AT_MOST_EVERY_MS) return;
      held = null;
      forgottenAt = now();
    },
  };
}
