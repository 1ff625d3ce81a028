import { type GrantTrouble, troubleOf } from "../../domain/mail-settings/grant-trouble.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { OAuthGrant } from "../../ports/mail/access-tokens.ts";

/** What a token endpoint gave. */
export interface Given {
  readonly accessToken: string;
  /** Null: the one that was used stays good. */
  readonly refreshToken: string | null;
  readonly lifeS: number;
}

/** Where the provider says nothing (RFC 6749 §5.1 only recommends it). */
const LIFE_S = 600;
/** Shorter than a statement may last: whoever waits for its turn must not give up first. */
const ANSWER_WITHIN_MS = 20_000;
const SAID_AT_MOST = 300;

/** Asks for an access token. A provider's trouble is an answer; no answer ever holds a secret of ours. */
export async function askForToken(grant: OAuthGrant, refreshToken: string): Promise<Result<Given, GrantTrouble>> {
  const secrets = [refreshToken, grant.refreshToken, grant.clientSecret].filter((each) => each !== null);
  const trouble = (kind: GrantTrouble["kind"], said: string): Result<never, GrantTrouble> =>
    err({ kind, said: withoutSecrets(said, secrets) });
  try {
    const response = await post(grant, refreshToken);
    const answer: unknown = await response.json().catch(() => null);
    const given = response.ok ? givenIn(answer) : null;
    if (given !== null) return ok(given);
    const error = textIn(answer, "error");
    const said = [response.status, error, textIn(answer, "error_description")].filter((each) => each !== null);
    return trouble(troubleOf(response.status, error), said.join(" "));
  } catch (error) {
    return trouble("unreachable", wordsOf(error));
  }
}

function post({ tokenUrl, clientId, clientSecret }: OAuthGrant, refreshToken: string): Promise<Response> {
  const form = new URLSearchParams({ grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken });
  if (clientSecret !== null) form.set("client_secret", clientSecret);
  return fetch(tokenUrl, {
    method: "POST",
    headers: { accept: "application/json" },
    body: form,
    // The secrets go to the endpoint that the operator named and to nobody else.
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
}

function givenIn(answer: unknown): Given | null {
  const accessToken = textIn(answer, "access_token");
  if (accessToken === null) return null;
  const lifeS = Number(fieldsOf(answer).get("expires_in") ?? LIFE_S);
  return {
    accessToken,
    refreshToken: textIn(answer, "refresh_token"),
    lifeS: Number.isFinite(lifeS) && lifeS > 0 ? lifeS : LIFE_S,
  };
}

const fieldsOf = (answer: unknown): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(typeof answer === "object" && answer !== null ? answer : {}));

function textIn(answer: unknown, field: string): string | null {
  const value = fieldsOf(answer).get(field);
  return typeof value === "string" && value !== "" ? value : null;
}

function withoutSecrets(said: string, secrets: readonly string[]): string {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), said);
  return clean
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, SAID_AT_MOST);
}

const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};
