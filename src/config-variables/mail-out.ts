/** The relay that takes outgoing mail. */
import { parseHttpsUrl, parseText, parseUrl } from "../config-values.ts";
import { variable } from "./variable.ts";

export const mailOutVariables = {
  smtpUrl: variable<string | null>({
    name: "SMTP_URL",
    description:
      "The relay that takes outgoing mail: `smtp://user:password@host:587` or `smtps://…`. Write `@` in the user as `%40`.",
    unset: null,
    unsetInWords: "the demo's mailbox; without the demo no mail leaves",
    isSecret: true,
    parse: (text) => parseUrl(text, ["smtp:", "smtps:"]),
  }),
  smtpOAuthTokenUrl: variable<string | null>({
    name: "ARIANE_SMTP_OAUTH_TOKEN_URL",
    description:
      "Where a refresh token becomes access tokens, for relays that take no password (Microsoft 365, Google): sign-in is XOAUTH2 then, as the user of `SMTP_URL`, which has no password.",
    unset: null,
    unsetInWords: "sign-in by the password of the URL, if it has one",
    parse: parseHttpsUrl,
  }),
  smtpOAuthClientId: variable<string | null>({
    name: "ARIANE_SMTP_OAUTH_CLIENT_ID",
    description: "Id of the application at that provider.",
    unset: null,
    unsetInWords: "none",
    parse: parseText,
  }),
  smtpOAuthClientSecret: variable<string | null>({
    name: "ARIANE_SMTP_OAUTH_CLIENT_SECRET",
    description: "Its secret, where it has one.",
    unset: null,
    unsetInWords: "none: a public client",
    isSecret: true,
    parse: parseText,
  }),
  smtpOAuthRefreshToken: variable<string | null>({
    name: "ARIANE_SMTP_OAUTH_REFRESH_TOKEN",
    description:
      "The refresh token that the mailbox's owner granted. What the provider gives in its place later is kept in the database; set this again only to grant anew.",
    unset: null,
    unsetInWords: "none",
    isSecret: true,
    parse: parseText,
  }),
} as const;
