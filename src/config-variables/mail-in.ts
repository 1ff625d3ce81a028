/** The doors for mail that comes in, and whose word counts there. */
import {
  type ImapAccount,
  parseDomain,
  parseHost,
  parseHttpsUrl,
  parseImapUrl,
  parsePort,
  parseSecret,
  parseText,
} from "../config-values.ts";
import { variable } from "./variable.ts";

export const mailInVariables = {
  inboundSmtpPort: variable({
    name: "ARIANE_INBOUND_SMTP_PORT",
    description: "Port of the SMTP server that takes answers by e-mail. 0 takes a free one.",
    unset: 2525,
    unsetInWords: "`2525`",
    parse: parsePort,
  }),
  inboundSmtpHost: variable<string | null>({
    name: "ARIANE_INBOUND_SMTP_HOST",
    description: "Address that SMTP server listens on.",
    unset: null,
    unsetInWords: "the value of `HOST`",
    parse: parseHost,
  }),
  inboundTlsCert: variable<string | null>({
    name: "ARIANE_INBOUND_TLS_CERT",
    description:
      "PEM file of the certificate, with those that lead to its root: the SMTP and LMTP servers offer STARTTLS then (TLS 1.2 and up). Read again when it changes; a file of no use is logged, and the old certificate stays.",
    unset: null,
    unsetInWords: "no STARTTLS: put a mail server with TLS in front",
    parse: parseText,
  }),
  inboundTlsKey: variable<string | null>({
    name: "ARIANE_INBOUND_TLS_KEY",
    description: "PEM file of its key, without a passphrase. Both are set, or neither.",
    unset: null,
    unsetInWords: "none",
    parse: parseText,
  }),
  lmtpPort: variable<number | null>({
    name: "ARIANE_LMTP_PORT",
    description:
      "Port of an LMTP server, for a mail server of yours (Postfix …) that hands over what comes for the reply addresses. 0 takes a free one. Nothing is proved by its IP address: see `ARIANE_MAIL_UPSTREAM`.",
    unset: null,
    unsetInWords: "no LMTP",
    parse: parsePort,
  }),
  lmtpHost: variable<string | null>({
    name: "ARIANE_LMTP_HOST",
    description: "Address that LMTP server listens on: never one that strangers reach.",
    unset: null,
    unsetInWords: "the value of `HOST`",
    parse: parseHost,
  }),
  imapUrl: variable<ImapAccount | null>({
    name: "ARIANE_IMAP_URL",
    description:
      "A mailbox that is read: `imaps://user:password@host/INBOX`, or `imap://…`, which demands STARTTLS. Write `@` in the user as `%40`. Nothing in it is marked, moved or deleted. The first connection starts from now.",
    unset: null,
    unsetInWords: "no mailbox is read",
    isSecret: true,
    parse: parseImapUrl,
  }),
  imapOAuthTokenUrl: variable<string | null>({
    name: "ARIANE_IMAP_OAUTH_TOKEN_URL",
    description:
      "Where a refresh token becomes access tokens, for mailboxes that take no password (Microsoft 365, Google): sign-in is XOAUTH2 then.",
    unset: null,
    unsetInWords: "sign-in by the password of the URL",
    parse: parseHttpsUrl,
  }),
  imapOAuthClientId: variable<string | null>({
    name: "ARIANE_IMAP_OAUTH_CLIENT_ID",
    description: "Id of the application at that provider.",
    unset: null,
    unsetInWords: "none",
    parse: parseText,
  }),
  imapOAuthClientSecret: variable<string | null>({
    name: "ARIANE_IMAP_OAUTH_CLIENT_SECRET",
    description: "Its secret, where it has one.",
    unset: null,
    unsetInWords: "none: a public client",
    isSecret: true,
    parse: parseText,
  }),
  imapOAuthRefreshToken: variable<string | null>({
    name: "ARIANE_IMAP_OAUTH_REFRESH_TOKEN",
    description: "The refresh token that the mailbox's owner granted; kept up to date as the one for SMTP is.",
    unset: null,
    unsetInWords: "none",
    isSecret: true,
    parse: parseText,
  }),
  webhookSecret: variable<string | null>({
    name: "ARIANE_WEBHOOK_SECRET",
    description:
      "At least 32 characters. With it raw mail (`message/rfc822`) is taken at `POST /api/mail/inbound`, signed: `X-Ariane-Timestamp` holds the seconds since 1970, `X-Ariane-Signature` `sha256=` and the HMAC-SHA-256, in hex, of the timestamp, a full stop and the body. 204: the mail is stored; anything else: send it again.",
    unset: null,
    unsetInWords: "no such door",
    isSecret: true,
    parse: parseSecret,
  }),
  mailUpstream: variable<string | null>({
    name: "ARIANE_MAIL_UPSTREAM",
    description:
      "The name by which your mail server signs its `Authentication-Results` (its authserv-id). At the LMTP, IMAP and webhook doors they are believed; it must remove forged ones, as RFC 8601 asks.",
    unset: null,
    unsetInWords: "nobody's: there only an aligned DKIM signature proves a sender",
    parse: parseHost,
  }),
  mailDomain: variable<string | null>({
    name: "ARIANE_MAIL_DOMAIN",
    description: "Domain of the reply addresses. Its MX must lead to the SMTP server above.",
    unset: null,
    unsetInWords: "the host of the public URL, or `reply.localhost` where that is no domain",
    parse: parseDomain,
  }),
} as const;
