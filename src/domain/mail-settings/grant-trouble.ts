/** Why a provider gives no access token for a refresh token (RFC 6749 §5.2), and what an operator can do. */
import { unreachable } from "../result.ts";

/** The door that signs in with the token: its variables begin with `ARIANE_SMTP_OAUTH_` or `ARIANE_IMAP_OAUTH_`. */
export type OAuthDoor = "smtp" | "imap";

export const GRANT_TROUBLES = [
  /** The refresh token is no longer good: expired, revoked, or given out for another application. */
  "grant-over",
  /** The provider does not take the application: a wrong id, or a secret that is wrong or has expired. */
  "client-refused",
  /** The provider refuses for another reason. */
  "request-refused",
  /** No answer, or the provider is in trouble itself: it is tried again. */
  "unreachable",
] as const;
export type GrantTroubleKind = (typeof GRANT_TROUBLES)[number];

export interface GrantTrouble {
  readonly kind: GrantTroubleKind;
  /** The provider's words on one line, without any secret. */
  readonly said: string;
}

const CLIENT_ERRORS: ReadonlySet<string> = new Set(["invalid_client", "unauthorized_client"]);

/** What an answer without a token means. `error`: the code in it; null: none was found. */
export function troubleOf(status: number, error: string | null): GrantTroubleKind {
  if (error === "invalid_grant") return "grant-over";
  if (error !== null && CLIENT_ERRORS.has(error)) return "client-refused";
  return status === 429 || status >= 500 ? "unreachable" : "request-refused";
}

/** In a sentence, with the cure: for the delivery log, the log and the doctor. */
export function explainTrouble({ kind, said }: GrantTrouble, door: OAuthDoor): string {
  const variables = `ARIANE_${door.toUpperCase()}_OAUTH`;
  switch (kind) {
    case "grant-over":
      return `The provider no longer takes the refresh token (${said}). Grant access anew, set ${variables}_REFRESH_TOKEN and restart.`;
    case "client-refused":
      return `The provider does not take the application (${said}). Mend ${variables}_CLIENT_ID or _CLIENT_SECRET, which may have expired, and restart.`;
    case "request-refused":
      return `The provider gives no access token (${said}). Look at ${variables}_TOKEN_URL and at what the application may do.`;
    case "unreachable":
      return `The token endpoint cannot be asked (${said}). It is tried again by itself.`;
    default:
      return unreachable(kind);
  }
}
