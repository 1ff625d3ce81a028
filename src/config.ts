/** Environment → Config. The only reader of `process.env`; it reports every fault at once. */
import process from "node:process";
import { type ImapConfig, imapConfig, smtpGrant } from "./config-oauth.ts";
import type { LogLevel } from "./config-values.ts";
import type { Variable } from "./config-variables/variable.ts";
import { variables } from "./config-variables/all.ts";
import { err, ok, type Result } from "./domain/result.ts";
import type { AllowedNumbers } from "./domain/settings/allowed.ts";
import { isLoopback } from "./domain/settings/loopback.ts";
import type { OAuthGrant } from "./ports/mail/access-tokens.ts";

export type { ImapConfig, LogLevel };
export { variables };

export interface Config {
  readonly http: { readonly host: string; readonly port: number };
  /** The door for answers by e-mail. */
  readonly inboundSmtp: { readonly host: string; readonly port: number };
  /** PEM files with which that door offers STARTTLS. Null: without TLS. */
  readonly inboundTls: { readonly cert: string; readonly key: string } | null;
  /** The same behind a mail server of the operator's. Null: there is none. */
  readonly lmtp: { readonly host: string; readonly port: number } | null;
  /** A mailbox of the operator's that is read. Null: none. */
  readonly imap: ImapConfig | null;
  /** Signs what is posted to the webhook for mail. Null: there is no such door. */
  readonly webhookSecret: string | null;
  /** The mail server in front of us whose Authentication-Results are believed (RFC 8601 §2.2). Null: nobody's. */
  readonly mailUpstream: string | null;
  /** Everything this installation keeps on disk lies below it. */
  readonly dataDir: string;
  /** A PostgreSQL server of the operator's. Null: the embedded one, in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Bytes of all files together; more are refused. */
  readonly filesAtMost: number;
  /** The relay that takes our mail. Null: the demo's mailbox, and without the demo no mail can leave. */
  readonly smtpUrl: string | null;
  /** Sign-in at that relay by XOAUTH2, as the user of its URL. Null: by what the URL says. */
  readonly smtpOAuth: OAuthGrant | null;
  /** Origin under which browsers reach us, without a slash at the end. Null: `publicUrlAt` the port we got. */
  readonly publicUrl: string | null;
  /** Domain of the reply addresses: it must deliver to our incoming door. */
  readonly mailDomain: string;
  readonly demo: boolean;
  /** Wraps the signing keys in the database. Null: they lie there as they are. */
  readonly secret: string | null;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** What strangers may use up. */
  readonly allowed: AllowedNumbers;
  readonly logLevel: LogLevel;
  /** False: this process serves people only, and another one runs the due jobs. */
  readonly processJobs: boolean;
  /** Milliseconds between the word to stop and the moment from which nobody is taken any more. */
  readonly stopGraceMs: number;
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
  const lmtpPort = read(variables.lmtpPort);
  const trustedProxies = read(variables.trustedProxies);
  const imap = imapConfig(read);
  if (!imap.ok) faults.push(imap.error);
  const smtpOAuth = smtpGrant(read, smtpUrl);
  if (!smtpOAuth.ok) faults.push(smtpOAuth.error);
  const inboundTls = certificatePair(read(variables.inboundTlsCert), read(variables.inboundTlsKey));
  if (!inboundTls.ok) faults.push(inboundTls.error);
  const config: Config = {
    http: { host, port: read(variables.port) },
    inboundSmtp: { host: read(variables.inboundSmtpHost) ?? host, port: read(variables.inboundSmtpPort) },
    inboundTls: inboundTls.ok ? inboundTls.value : null,
    lmtp: lmtpPort === null ? null : Object.freeze({ host: read(variables.lmtpHost) ?? host, port: lmtpPort }),
    imap: imap.ok ? imap.value : null,
    webhookSecret: read(variables.webhookSecret),
    mailUpstream: read(variables.mailUpstream),
    dataDir: read(variables.dataDir),
    databaseUrl: read(variables.databaseUrl),
    filesAtMost: read(variables.filesAtMost),
    smtpUrl,
    smtpOAuth: smtpOAuth.ok ? smtpOAuth.value : null,
    publicUrl,
    mailDomain: read(variables.mailDomain) ?? mailDomainOf(publicUrl),
    demo,
    secret: read(variables.secret),
    trustedProxies: Object.freeze(trustedProxies),
    allowed: Object.freeze({
      socketsOfANetwork: read(variables.socketsOfANetwork),
      conversationsOfANetworkAnHour: read(variables.conversationsOfANetworkAnHour),
      conversationsAMinute: read(variables.conversationsAMinute),
      mailsOfANetworkAnHour: read(variables.mailsOfANetworkAnHour),
    }),
    logLevel: read(variables.logLevel),
    processJobs: read(variables.processJobs),
    stopGraceMs: read(variables.stopGrace) ?? (trustedProxies.length > 0 ? PROXIES_NOTICE_WITHIN_MS : 0),
    warnings: Object.freeze([...unknownNames(env), ...(demo || smtpUrl !== null ? [] : [NO_WAY_OUT])]),
  };
  const isForAll = read(variables.demoOnNetwork);
  if (demo && !isForAll) faults.push(...demoReachable(config));
  Object.freeze(config.http);
  Object.freeze(config.inboundSmtp);
  return faults.length === 0 ? ok(Object.freeze(config)) : err(faults);
}

/** Proxies commonly ask every second or two, and believe it at the second time. */
const PROXIES_NOTICE_WITHIN_MS = 5_000;

function certificatePair(cert: string | null, key: string | null): Result<Config["inboundTls"], string> {
  if (cert !== null && key !== null) return ok(Object.freeze({ cert, key }));
  if (cert === null && key === null) return ok(null);
  const [given, missing] =
    key === null
      ? [variables.inboundTlsCert, variables.inboundTlsKey]
      : [variables.inboundTlsKey, variables.inboundTlsCert];
  return err(`${given.name} without ${missing.name}: set both, or neither.`);
}

/** The demo's password is printed in its documentation: whoever reaches it is in. */
function demoReachable({ http, inboundSmtp, lmtp, publicUrl }: Config): readonly string[] {
  const hosts = [
    [variables.host.name, http.host],
    [variables.inboundSmtpHost.name, inboundSmtp.host],
    [variables.lmtpHost.name, lmtp?.host ?? http.host],
  ] as const;
  const open = hosts.filter(
    ([name, host]) => !isLoopback(host) && (name === variables.host.name || host !== http.host),
  );
  const isOffered = publicUrl !== null && !(publicUrl.startsWith("http:") && isLoopback(new URL(publicUrl).hostname));
  const offers = isOffered ? [...open, [variables.publicUrl.name, publicUrl]] : open;
  return offers.map(([name, value]) => `${name}=${value}: ${DEMO_STAYS}.`);
}

const DEMO_STAYS =
  "everybody knows the demo's password, so the demo is not offered to the network. ARIANE_DEMO=0 starts a real installation; ARIANE_DEMO_ON_NETWORK=1 says that everybody may come in";

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
