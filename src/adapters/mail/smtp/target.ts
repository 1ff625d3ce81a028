import { isIPv4 } from "node:net";

/** The server to speak to, and how. */
export interface SmtpTarget {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps). */
  readonly isImplicitTls: boolean;
  /** No mail without TLS, no TLS without a verified certificate. */
  readonly isStrict: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
  /** PEM of a certificate authority to trust besides the system's; null: none. */
  readonly ca: string | null;
  /** What EHLO says; null: the host's name. */
  readonly name: string | null;
}

/** RFC 8314 §3.3, RFC 6409 §3.1. */
const SUBMISSIONS_PORT = 465;
const SUBMISSION_PORT = 587;

/** What a relay's URL says about the server. Throws for one that names none: it comes from the operator. */
export function readSmtpUrl(text: string): Pick<SmtpTarget, "host" | "port" | "isImplicitTls" | "auth"> {
  const url = URL.parse(text);
  if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") {
    throw new Error("the SMTP URL must look like smtp://user:password@host:587 or smtps://user:password@host");
  }
  const isImplicitTls = url.protocol === "smtps:" || url.port === String(SUBMISSIONS_PORT);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (isImplicitTls ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(url.port),
    isImplicitTls,
    auth:
      url.username === "" ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
}

/** Whether what is sent there leaves no machine. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "::1" || (isIPv4(host) && host.startsWith("127."));
