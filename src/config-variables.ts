/** Every variable of the environment that we read, with its meaning. `docs/configuration.md` is printed from it. */
import {
  type ImapAccount,
  type LogLevel,
  parseCount,
  parseDomain,
  parseGigabytes,
  parseHost,
  parseHttpsUrl,
  parseImapUrl,
  parseLogLevel,
  parseNetworks,
  parseOrigin,
  parsePort,
  parseSecret,
  parseSwitch,
  parseText,
  parseUrl,
} from "./config-values.ts";
import { ALLOWED_NUMBERS } from "./domain/settings/allowed.ts";
import { FILES_AT_MOST } from "./domain/attachments/quotas.ts";
import { variable } from "./config-variable.ts";
import { ok } from "./domain/result.ts";

export const variables = {
  port: variable({
    name: "PORT",
    description: "Port for HTTP and WebSocket. 0 takes a free one.",
    unset: 8080,
    unsetInWords: "`8080`",
    parse: parsePort,
  }),
  host: variable({
    name: "HOST",
    description:
      "Address to listen on. The default is reached from this machine only: put a reverse proxy with TLS in front, or set `0.0.0.0` in a container.",
    unset: "127.0.0.1",
    unsetInWords: "`127.0.0.1`",
    parse: parseHost,
  }),
  publicUrl: variable<string | null>({
    name: "ARIANE_PUBLIC_URL",
    description: "Origin under which browsers and mail links reach this server, such as `https://chat.example.com`.",
    unset: null,
    unsetInWords: "`http://localhost:PORT`",
    parse: parseOrigin,
  }),
  trustedProxies: variable<readonly string[]>({
    name: "ARIANE_TRUSTED_PROXIES",
    description:
      "Addresses or networks (`10.0.0.0/8`), separated by commas, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Set it behind a reverse proxy: limits are kept per client address.",
    unset: [],
    unsetInWords: "none",
    parse: parseNetworks,
  }),
  socketsOfANetwork: variable({
    name: "ARIANE_SOCKETS_A_NETWORK",
    description:
      "Open pages (widget and workspace) that one network may have at a time at each process: an IPv4 address, or the /64 of IPv6. The /24 or /48 around it may have four times as many. Raise it where a large office comes by one address.",
    unset: ALLOWED_NUMBERS.socketsOfANetwork,
    unsetInWords: `\`${ALLOWED_NUMBERS.socketsOfANetwork}\``,
    parse: parseCount,
  }),
  conversationsOfANetworkAnHour: variable({
    name: "ARIANE_CONVERSATIONS_A_NETWORK",
    description:
      "New conversations that one network may begin in an hour; the wider one around it eight times as many.",
    unset: ALLOWED_NUMBERS.conversationsOfANetworkAnHour,
    unsetInWords: `\`${ALLOWED_NUMBERS.conversationsOfANetworkAnHour}\``,
    parse: parseCount,
  }),
  conversationsAMinute: variable({
    name: "ARIANE_CONVERSATIONS_A_MINUTE",
    description:
      "New conversations of the whole installation in a minute. What comes beyond is told to wait, and Health says so.",
    unset: ALLOWED_NUMBERS.conversationsAMinute,
    unsetInWords: `\`${ALLOWED_NUMBERS.conversationsAMinute}\``,
    parse: parseCount,
  }),
  mailsOfANetworkAnHour: variable({
    name: "ARIANE_MAILS_A_NETWORK",
    description:
      "Mails that the SMTP door takes from one network in an hour; the wider one around it may bring eight times as many. Raise it where a mail server of yours forwards by SMTP; LMTP has no such limit.",
    unset: ALLOWED_NUMBERS.mailsOfANetworkAnHour,
    unsetInWords: `\`${ALLOWED_NUMBERS.mailsOfANetworkAnHour}\``,
    parse: parseCount,
  }),
  dataDir: variable({
    name: "ARIANE_DATA_DIR",
    description: "Folder that holds everything this installation keeps: the embedded database, `ready.json`.",
    unset: "./data",
    unsetInWords: "`./data`",
    parse: (text) => ok(text),
  }),
  databaseUrl: variable<string | null>({
    name: "DATABASE_URL",
    description: "A PostgreSQL server (15 or newer) of yours: `postgres://user:password@host/database`.",
    unset: null,
    unsetInWords: "the embedded PostgreSQL, in the data folder",
    isSecret: true,
    parse: (text) => parseUrl(text, ["postgres:", "postgresql:"]),
  }),
  filesAtMost: variable({
    name: "ARIANE_FILES_AT_MOST",
    description:
      "Gigabytes that all files of messages may take together, in the database. More are refused; chat goes on.",
    unset: FILES_AT_MOST,
    unsetInWords: "`20`",
    parse: parseGigabytes,
  }),
  secret: variable<string | null>({
    name: "ARIANE_SECRET",
    description:
      "At least 32 characters. Wraps the signing keys and refresh tokens that lie in the database, so that a copy of the database alone can neither sign nor sign in. Keep it: without it those keys, and the reply addresses made with them, are lost.",
    unset: null,
    unsetInWords: "none: the keys lie in the database as they are",
    isSecret: true,
    parse: parseSecret,
  }),
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
  demo: variable({
    name: "ARIANE_DEMO",
    description: "`1`: a demo shop, a mailbox page, demo people and delays of a few seconds. `0`: none of it.",
    unset: true,
    unsetInWords: "`1`",
    parse: parseSwitch,
  }),
  demoOnNetwork: variable({
    name: "ARIANE_DEMO_ON_NETWORK",
    description:
      "`1`: the demo may be offered to others (`HOST` beyond this machine, a public URL under https). Everybody who reaches it may sign in.",
    unset: false,
    unsetInWords: "`0`: the demo stays on this machine",
    parse: parseSwitch,
  }),
  processJobs: variable({
    name: "ARIANE_PROCESS_JOBS",
    description: "`0`: this process runs no due jobs. At least one process on the database must.",
    unset: true,
    unsetInWords: "`1`",
    parse: parseSwitch,
  }),
  logLevel: variable<LogLevel>({
    name: "ARIANE_LOG_LEVEL",
    description: "`debug`, `info`, `warn`, `error` or `silent`.",
    unset: "info",
    unsetInWords: "`info`",
    parse: parseLogLevel,
  }),
} as const;
