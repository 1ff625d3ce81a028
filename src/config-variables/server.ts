/** Where people reach us, and how much strangers may use up. */
import { parseCount, parseHost, parseNetworks, parseOrigin, parsePort } from "../config-values.ts";
import { variable } from "./variable.ts";
import { ALLOWED_NUMBERS } from "../domain/settings/allowed.ts";

export const serverVariables = {
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
} as const;
