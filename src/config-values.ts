/** What the values of the environment must look like; used by config.ts alone. */
import { GB } from "./domain/attachments/quotas.ts";
import { isIP } from "node:net";
import { err, ok, type Result } from "./domain/result.ts";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A mailbox and who reads it. */
export interface ImapAccount {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS. */
  readonly isImplicitTls: boolean;
  readonly user: string;
  /** Null: none in the URL. */
  readonly password: string | null;
  readonly folder: string;
}

/** Labels of letters, digits and inner hyphens (RFC 1123 §2.1). */
const HOST_NAME = /^(?!-)[a-z\d-]{1,63}(?<!-)(\.(?!-)[a-z\d-]{1,63}(?<!-))*$/i;

export function parsePort(text: string): Result<number, string> {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? ok(Number(text)) : err("must be a port, 0 to 65535");
}

export function parseCount(text: string): Result<number, string> {
  return /^[1-9]\d{0,6}$/.test(text) ? ok(Number(text)) : err("must be a whole number, 1 to 9999999");
}

export function parseHost(text: string): Result<string, string> {
  return isIP(text) !== 0 || HOST_NAME.test(text) ? ok(text) : err("must be an IP address or a host name");
}

export function parseOrigin(text: string): Result<string, string> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return err("must begin with http:// or https://");
  const isOrigin = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return isOrigin ? ok(url.origin) : err("must be an origin only: scheme, host and port, no path");
}

export function parseUrl(text: string, schemes: readonly string[]): Result<string, string> {
  const url = URL.parse(text);
  const isFit = url !== null && schemes.includes(url.protocol);
  return isFit ? ok(text) : err(`must be a URL beginning with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`);
}

export function parseNetworks(text: string): Result<readonly string[], string> {
  const networks = text.split(",").map((network) => network.trim());
  const wrong = networks.filter((network) => !isNetwork(network));
  return wrong.length === 0 ? ok(networks) : err(`not an IP address or network: ${wrong.join(", ")}`);
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const isLength = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  return longest > 0 && isLength && rest.length === 0;
}

export function parseDomain(text: string): Result<string, string> {
  const isDomain = HOST_NAME.test(text) && text.includes(".") && isIP(text) === 0;
  return isDomain ? ok(text.toLowerCase()) : err("must be a domain with a dot, in ASCII");
}

export function parseSecret(text: string): Result<string, string> {
  return text.length >= 32 ? ok(text) : err("must have at least 32 characters; `openssl rand -hex 32` makes some");
}

/** Answers bytes. */
export function parseGigabytes(text: string): Result<number, string> {
  return /^[1-9]\d{0,5}$/.test(text) ? ok(Number(text) * GB) : err("must be a whole number of gigabytes, from 1");
}

const LONGEST_GRACE_S = 120;

/** Answers milliseconds. */
export function parseSeconds(text: string): Result<number, string> {
  return /^\d{1,3}$/.test(text) && Number(text) <= LONGEST_GRACE_S
    ? ok(Number(text) * 1_000)
    : err(`must be a whole number of seconds, 0 to ${LONGEST_GRACE_S}`);
}

export function parseSwitch(text: string): Result<boolean, string> {
  return text === "1" || text === "0" ? ok(text === "1") : err("must be 1 or 0");
}

export function parseLogLevel(text: string): Result<LogLevel, string> {
  const level = LOG_LEVELS.find((known) => known === text);
  return level === undefined ? err(`must be one of ${LOG_LEVELS.join(", ")}`) : ok(level);
}

/** RFC 8314 §3.2 and RFC 9051 §2.1. */
const IMAPS_PORT = 993;
const IMAP_PORT = 143;

export function parseImapUrl(text: string): Result<ImapAccount, string> {
  const url = URL.parse(text);
  if (url === null || !["imap:", "imaps:"].includes(url.protocol) || url.hostname === "") {
    return err("must look like imaps://user:password@host/INBOX");
  }
  if (url.username === "") return err("names no user");
  const isImplicitTls = url.protocol === "imaps:";
  const parts = [url.username, url.password, url.pathname.slice(1)].map(decoded);
  const [user, password, folder] = parts;
  if (user === undefined || password === undefined || folder === undefined || parts.includes(null)) {
    return err("has a per cent sign that encodes nothing");
  }
  return ok({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (isImplicitTls ? IMAPS_PORT : IMAP_PORT) : Number(url.port),
    isImplicitTls,
    user: user ?? "",
    password: password === "" ? null : password,
    folder: folder === "" || folder === null ? "INBOX" : folder,
  });
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Secrets travel there: plain HTTP only on this machine. */
export function parseHttpsUrl(text: string): Result<string, string> {
  const url = URL.parse(text);
  const isLocal = url?.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url?.protocol === "https:" || isLocal ? ok(text) : err("must begin with https://");
}

export const parseText = (text: string): Result<string, string> => ok(text);
