/** Sign-in by OAuth in the configuration, for the doors that can; used by config.ts alone. */
import type { ImapAccount } from "./config-values.ts";
import type { Variable } from "./config-variables/variable.ts";
import { variables } from "./config-variables/all.ts";
import { err, ok, type Result } from "./domain/result.ts";
import type { OAuthGrant } from "./ports/mail/access-tokens.ts";

/** How a variable is read, its fault noted. */
interface Read {
  <T>(variable: Variable<T>): T;
}

export interface ImapConfig extends Omit<ImapAccount, "password"> {
  readonly signIn:
    { readonly kind: "password"; readonly password: string } | { readonly kind: "oauth"; readonly grant: OAuthGrant };
}

/** A password in the URL, or OAuth: the one or the other. Null: no mailbox is read. */
export function imapConfig(read: Read): Result<ImapConfig | null, string> {
  const account = read(variables.imapUrl);
  const grant = grantOf(read, "ARIANE_IMAP_OAUTH", {
    tokenUrl: variables.imapOAuthTokenUrl,
    clientId: variables.imapOAuthClientId,
    clientSecret: variables.imapOAuthClientSecret,
    refreshToken: variables.imapOAuthRefreshToken,
  });
  if (!grant.ok) return grant;
  if (account === null) {
    return grant.value === null ? ok(null) : err("ARIANE_IMAP_OAUTH_* without ARIANE_IMAP_URL: name the mailbox.");
  }
  const { password, ...place } = account;
  if (grant.value !== null) {
    if (password !== null) return err("ARIANE_IMAP_URL has a password beside ARIANE_IMAP_OAUTH_*: give one of both.");
    return ok(Object.freeze({ ...place, signIn: Object.freeze({ kind: "oauth" as const, grant: grant.value }) }));
  }
  if (password === null) return err("ARIANE_IMAP_URL has no password: give one, or ARIANE_IMAP_OAUTH_*.");
  return ok(Object.freeze({ ...place, signIn: Object.freeze({ kind: "password" as const, password }) }));
}

/** Null: sign-in by what the URL of the relay says. */
export function smtpGrant(read: Read, smtpUrl: string | null): Result<OAuthGrant | null, string> {
  const grant = grantOf(read, "ARIANE_SMTP_OAUTH", {
    tokenUrl: variables.smtpOAuthTokenUrl,
    clientId: variables.smtpOAuthClientId,
    clientSecret: variables.smtpOAuthClientSecret,
    refreshToken: variables.smtpOAuthRefreshToken,
  });
  if (!grant.ok || grant.value === null) return grant;
  if (smtpUrl === null) return err("ARIANE_SMTP_OAUTH_* without SMTP_URL: name the relay.");
  const { username, password } = new URL(smtpUrl);
  if (username === "") return err("SMTP_URL names no user beside ARIANE_SMTP_OAUTH_*: say whose mailbox it is.");
  if (password !== "") return err("SMTP_URL has a password beside ARIANE_SMTP_OAUTH_*: give one of both.");
  return grant;
}

type GrantVariables = Readonly<Record<keyof OAuthGrant, Variable<string | null>>>;

/** All of a grant or nothing of it. */
function grantOf(read: Read, prefix: string, names: GrantVariables): Result<OAuthGrant | null, string> {
  const tokenUrl = read(names.tokenUrl);
  const clientId = read(names.clientId);
  const clientSecret = read(names.clientSecret);
  const refreshToken = read(names.refreshToken);
  if ([tokenUrl, clientId, clientSecret, refreshToken].every((value) => value === null)) return ok(null);
  if (tokenUrl === null || clientId === null || refreshToken === null) {
    return err(`${prefix}_*: TOKEN_URL, CLIENT_ID and REFRESH_TOKEN are needed together.`);
  }
  return ok(Object.freeze({ tokenUrl, clientId, clientSecret, refreshToken }));
}
