import { isIPv4 } from "node:net";
import type { AccessTokens } from "../../../ports/mail/access-tokens.ts";

/** How we sign in at the server. */
export type SmtpSignIn =
  | { readonly kind: "none" }
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  | { readonly kind: "oauth"; readonly user: string; readonly accessTokens: AccessTokens };

/** The server to speak to, and how. */
export interface SmtpTarget {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps). */
  readonly isImplicitTls: boolean;
  /** No mail without TLS, no TLS without a verified certificate. */
  readonly isStrict: boolean;
  readonly signIn: SmtpSignIn;
  /** PEM of a certificate authority to trust besides the system's; null: none. */
  readonly ca: string | null;
  /** What EHLO says; null: the host's name. */
  readonly name: string | null;
  /** Every connection to it that is open or being opened; they enter and leave by themselves. */
  readonly live: Set<{ cut(): void }>;
}

/** RFC 8314 §3.3, RFC 6409 §3.1. */
const SUBMISSIONS_PORT = 465;
const SUBMISSION_PORT = 587;

/** What a relay's URL says about the server. */
export interface SmtpPlace extends Pick<SmtpTarget, "host" | "port" | "isImplicitTls"> {
  /** Empty: none. */
  readonly user: string;
  readonly password: string;
}

/** Throws for a URL that names no server: it comes from the operator. */
export function readSmtpUrl(text: string): SmtpPlace {
  const url = URL.parse(text);
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") {
    throw new Error("the SMTP URL must look like smtp://user:password@host:587 or smtps://user:password@host");
  }
  const isImplicitTls = url.protocol === "smtps:" || url.port === String(SUBMISSIONS_PORT);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (isImplicitTls ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(url.port),
    isImplicitTls,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/** Whether what is sent there leaves no machine. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "::1" || (isIPv4(host) && host.startsWith("127."));
