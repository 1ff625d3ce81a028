import type { EmailAddress, Instant, Millis } from "../domain/ids.ts";

export interface Clock {
  now(): Instant;
}

/** Waits, apart from knowing the time. */
export interface Timers {
  /** Calls `act` once after so long. What it gives back takes that back; safe to call when it is over. */
  after(span: Millis, act: () => void): () => void;
}

/** New ids that sort by time (UUIDv7, RFC 9562 §5.7). */
export interface NewId {
  (): string;
}

export interface Secrets {
  /** A new opaque token, 256 bits, base64url. */
  newToken(): string;
  /** What is kept of a token. */
  hashToken(token: string): Uint8Array;
  /** A short, stable digest of any text, for fingerprints and dedupe keys. */
  digest(text: string): string;
  hashPassword(password: string): Promise<string>;
  /** Takes as long for an unknown person (`hash` null) as for a known one. */
  verifyPassword(password: string, hash: string | null): Promise<boolean>;
}

export interface MailDomains {
  /** `no` only where DNS says so: NXDOMAIN, or a null MX (RFC 7505). */
  takesMail(address: EmailAddress): Promise<"yes" | "no" | "unknown">;
}
