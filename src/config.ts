/** Environment → Config. The only reader of `process.env`; it reports every fault at once. */
import { isIP } from "node:net";
import process from "node:process";
import { err, ok, type Result } from "./domain/result.ts";

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Labels of letters, digits and inner hyphens (RFC 1123 §2.1). */
const HOST_NAME = /^(?!-)[a-z\d-]{1,63}(?<!-)(\.(?!-)[a-z\d-]{1,63}(?<!-))*$/i;

export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  /** The door for answers by e-mail. */
  readonly inboundSmtp: { readonly host: string; readonly port: number };
  /** Everything this installation keeps on disk lies below it. */
  readonly dataDir: string;
  /** A PostgreSQL server of the operator's. Null: the embedded one, in `dataDir`. */
  readonly databaseUrl: string | null;
  /** The relay that takes our mail. Null: the demo's mailbox, and without the demo no mail can leave. */
  readonly smtpUrl: string | null;
  /** Origin under which browsers reach us, without a slash at the end. Null: `publicUrlAt` the port we got. */
  readonly publicUrl: string | null;
  /** Domain of the reply addresses: it must deliver to our incoming door. */
  readonly mailDomain: string;
  readonly demo: boolean;
  /** Wraps the signing keys in the database. Null: they lie there as they are. */
  readonly secret: string | null;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  /** False: this process serves people only, and another one runs the due jobs. */
  readonly processJobs: boolean;
  /** What the operator should hear about, though we can start. */
  readonly warnings: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration of this process. Throws one error that names every fault. */
export function readConfig(): Config {
  const parsed = parseConfig(process.env);
  if (parsed.ok) return parsed.value;
  throw new Error(
    `The configuration has ${parsed.error.length} fault(s):\n${parsed.error.map((f) => `  ${f}`).join("\n")}`,
  );
}

/** The public URL where none is configured: our own port on this machine. */
export const publicUrlAt = (port: number): string => `http://localhost:${port}`;

/** Either a frozen Config or every fault, one sentence each, naming its variable. An empty value counts as not set. */
export function parseConfig(env: Environment): Result<Config, readonly string[]> {
  const faults: string[] = [];
  const read = <T>(variable: Variable<T>): T => {
    const text = env[variable.name]?.trim() ?? "";
    if (text === "") return variable.unset;
    const parsed = variable.parse(text);
    if (parsed.ok) return parsed.value;
    faults.push(`${variable.name}${variable.isSecret ? "" : `=${text}`}: ${parsed.error}.`);
    return variable.unset;
  };
  const host = read(variables.host);
  const publicUrl = read(variables.publicUrl);
  const smtpUrl = read(variables.smtpUrl);
  const demo = read(variables.demo);
  const config: Config = {
    http: { host, port: read(variables.port) },
    inboundSmtp: { host: read(variables.inboundSmtpHost) ?? host, port: read(variables.inboundSmtpPort) },
    dataDir: read(variables.dataDir),
    databaseUrl: read(variables.databaseUrl),
    smtpUrl,
    publicUrl,
    mailDomain: read(variables.mailDomain) ?? mailDomainOf(publicUrl),
    demo,
    secret: read(variables.secret),
    trustedProxies: Object.freeze(read(variables.trustedProxies)),
    logLevel: read(variables.logLevel),
    processJobs: read(variables.processJobs),
    warnings: Object.freeze([...unknownNames(env), ...(demo || smtpUrl !== null ? [] : [NO_WAY_OUT])]),
  };
  Object.freeze(config.http);
  Object.freeze(config.inboundSmtp);
  return faults.length === 0 ? ok(Object.freeze(config)) : err(faults);
}

const NO_WAY_OUT = "ARIANE_DEMO=0 without SMTP_URL: no e-mail can leave. Set SMTP_URL to your mail relay.";

/** A misspelt name would otherwise be a setting that silently does nothing. */
function unknownNames(env: Environment): readonly string[] {
  const known = new Set<string>(Object.values(variables).map((variable) => variable.name));
  return Object.keys(env)
    .filter((name) => name.startsWith("ARIANE_") && !known.has(name))
    .map((name) => `${name} is set, but no such setting exists; see docs/configuration.md.`);
}

/** `localhost` and bare addresses are no domains of mail: then one that exists on this machine only. */
function mailDomainOf(publicUrl: string | null): string {
  const host = publicUrl === null ? "localhost" : new URL(publicUrl).hostname;
  const isDomain = host.includes(".") && !/^[\d.]+$/.test(host);
  return isDomain ? host : "reply.localhost";
}

interface Variable<T> {
  readonly name: string;
  readonly description: string;
  /** The value where it is not set, and how the documentation words it. */
  readonly unset: T;
  readonly unsetInWords: string;
  readonly isSecret?: boolean;
  readonly parse: (text: string) => Result<T, string>;
}

const variable = <T>(v: Variable<T>): Variable<T> => v;

/** Every variable we read. `docs/configuration.md` is printed from it. */
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
  secret: variable<string | null>({
    name: "ARIANE_SECRET",
    description:
      "At least 32 characters. Wraps the signing keys that lie in the database, so that a copy of the database alone cannot sign. Keep it: without it those keys, and the reply addresses made with them, are lost.",
    unset: null,
    unsetInWords: "none: the keys lie in the database as they are",
    isSecret: true,
    parse: parseSecret,
  }),
  smtpUrl: variable<string | null>({
    name: "SMTP_URL",
    description: "The relay that takes outgoing mail: `smtp://user:password@host:587` or `smtps://…`.",
    unset: null,
    unsetInWords: "the demo's mailbox; without the demo no mail leaves",
    isSecret: true,
    parse: (text) => parseUrl(text, ["smtp:", "smtps:"]),
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

function parsePort(text: string): Result<number, string> {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? ok(Number(text)) : err("must be a port, 0 to 65535");
}

function parseHost(text: string): Result<string, string> {
  return isIP(text) !== 0 || HOST_NAME.test(text) ? ok(text) : err("must be an IP address or a host name");
}

function parseOrigin(text: string): Result<string, string> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return err("must begin with http:// or https://");
  const isOrigin = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return isOrigin ? ok(url.origin) : err("must be an origin only: scheme, host and port, no path");
}

function parseUrl(text: string, schemes: readonly string[]): Result<string, string> {
  const url = URL.parse(text);
  const isFit = url !== null && schemes.includes(url.protocol);
  return isFit ? ok(text) : err(`must be a URL beginning with ${schemes.map((scheme) => `${scheme}//`).join(" or ")}`);
}

function parseNetworks(text: string): Result<readonly string[], string> {
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

function parseDomain(text: string): Result<string, string> {
  const isDomain = HOST_NAME.test(text) && text.includes(".") && isIP(text) === 0;
  return isDomain ? ok(text.toLowerCase()) : err("must be a domain with a dot, in ASCII");
}

function parseSecret(text: string): Result<string, string> {
  return text.length >= 32 ? ok(text) : err("must have at least 32 characters; `openssl rand -hex 32` makes some");
}

function parseSwitch(text: string): Result<boolean, string> {
  return text === "1" || text === "0" ? ok(text === "1") : err("must be 1 or 0");
}

function parseLogLevel(text: string): Result<LogLevel, string> {
  const level = LOG_LEVELS.find((known) => known === text);
  return level === undefined ? err(`must be one of ${LOG_LEVELS.join(", ")}`) : ok(level);
}
