/** Sign-in at mail servers that take no password: a refresh token becomes access tokens (RFC 6749 §6), for XOAUTH2. */
import type { GrantTrouble } from "../../domain/mail-settings/grant-trouble.ts";
import type { Result } from "../../domain/result.ts";

/** What an operator configured. */
export interface OAuthGrant {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Null: a public client. */
  readonly clientSecret: string | null;
  /** The first one. Providers may give others later, which `GrantBook` keeps. */
  readonly refreshToken: string;
}

export interface AccessTokens {
  /** One that holds for a while yet, or why there is none. Never rejects. */
  current(): Promise<Result<string, GrantTrouble>>;
  /**
   * A server refused this one: the next call asks for another, unless it was replaced meanwhile. Not more often than
   * every half minute: a server that refuses fresh ones too has another reason.
   */
  forget(token: string): void;
}

/** What is kept of a grant, so that it outlives this process and others know of it. */
export interface GrantBook {
  /** Runs `renew` while nobody else, in any process, renews the same grant. */
  inTurn<T>(grantId: string, renew: (page: GrantPage) => Promise<T>): Promise<T>;
}

export interface GrantPage {
  /** The refresh token that the provider gave last; null: the configured one is still the last. */
  loadRefreshToken(): Promise<string | null>;
  /** An access token was given; what troubled is over. Null: without another refresh token. */
  keep(refreshToken: string | null): Promise<void>;
  /** None was given. */
  note(trouble: GrantTrouble): Promise<void>;
}

/** Keeps a text so that a copy of the database alone does not tell it, where `ARIANE_SECRET` is given. */
export interface Vault {
  seal(text: string): { readonly bytes: Uint8Array; readonly wrapped: boolean };
  /** Throws, with the cure, where the secret is missing or is another one. */
  open(sealed: { readonly bytes: Uint8Array; readonly wrapped: boolean }): string;
}
