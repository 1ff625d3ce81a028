/** Access tokens for a mailbox that takes no password: a refresh token becomes them (RFC 6749 §6), for XOAUTH2. */

export interface OAuthSetting {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Null: a public client. */
  readonly clientSecret: string | null;
  readonly refreshToken: string;
}

export interface AccessTokens {
  /** One that holds for a while yet. Throws where the provider gives none. */
  current(): Promise<string>;
  /** The server refused it: the next call asks for another. */
  forget(): void;
}

/** Where the provider says nothing (RFC 6749 §5.1 only recommends it). */
const LIFE_S = 600;
/** A token that ends this soon is as good as over. */
const MARGIN_MS = 60_000;
const ANSWER_WITHIN_MS = 30_000;

/** `now` in milliseconds: only spans count. */
export function createAccessTokens(setting: OAuthSetting, now: () => number): AccessTokens {
  let held: { readonly token: string; readonly until: number } | null = null;
  // Microsoft gives a new refresh token with each answer; the configured one stays good for the next start.
  let { refreshToken } = setting;
  return {
    async current() {
      if (held !== null && now() < held.until) return held.token;
      const given = await ask(setting, refreshToken);
      refreshToken = given.refreshToken ?? refreshToken;
      held = { token: given.accessToken, until: now() + given.lifeS * 1_000 - MARGIN_MS };
      return held.token;
    },
    forget: () => (held = null),
  };
}

interface Given {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly lifeS: number;
}

async function ask({ tokenUrl, clientId, clientSecret }: OAuthSetting, refreshToken: string): Promise<Given> {
  const form = new URLSearchParams({ grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken });
  if (clientSecret !== null) form.set("client_secret", clientSecret);
  const response = await fetch(tokenUrl, {
    method: "POST",
    headers: { accept: "application/json" },
    body: form,
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const answer: unknown = await response.json().catch(() => null);
  const fields = new Map(Object.entries(typeof answer === "object" && answer !== null ? answer : {}));
  const accessToken: unknown = fields.get("access_token");
  if (!response.ok || typeof accessToken !== "string") {
    throw new Error(`the token endpoint answered ${response.status} ${String(fields.get("error") ?? "")}`.trim());
  }
  const refreshed: unknown = fields.get("refresh_token");
  const lifeS = Number(fields.get("expires_in") ?? LIFE_S);
  return {
    accessToken,
    refreshToken: typeof refreshed === "string" ? refreshed : null,
    lifeS: Number.isFinite(lifeS) && lifeS > 0 ? lifeS : LIFE_S,
  };
}
