import type { EmailAddress, Instant, Millis } from "../domain/ids.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Result } from "../domain/result.ts";

export interface Clock {
  now(): Instant;
}

/** A clock that this machine's, set wrong or set right, does not move. */
export interface SteadyClock extends Clock {
  /**
   * The database's clock was asked; `aheadMs`: by how much this one is ahead of it. It is set the first time, and follows
   * from then on. `jumped`: the database's leapt forward (or this machine slept), and so did this one. `went-back`: the
   * database's is behind by more than any drift, and this one goes on as before, because time is never taken back.
   */
  follow(aheadMs: number): "followed" | "jumped" | "went-back";
  /** By how much this machine's own clock is ahead of this one; negative: behind. */
  machineAheadMs(): number;
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
  /** Refuses too-busy where too many passwords wait already; so do the next two. */
  hashPassword(password: string): Promise<Result<string, Refusal>>;
  /**
   * Takes as long for an unknown person (`hash` null) as for a known one. `right-but-old`: it was hashed as we no longer
   * do, and is to be hashed anew while it is known.
   */
  verifyPassword(password: string, hash: string | null): Promise<Result<"wrong" | "right" | "right-but-old", Refusal>>;
  /** Whether one of these stands in the list of common passwords. */
  isCommonPassword(texts: readonly string[]): Promise<Result<boolean, Refusal>>;
}

export interface MailDomains {
  /** `no` only where DNS says so: NXDOMAIN, or a null MX (RFC 7505). */
  takesMail(address: EmailAddress): Promise<"yes" | "no" | "unknown">;
}

/** The disk under the database. */
export interface DiskRoom {
  /** So little is left that words alone are taken: no file, and no mail. */
  isLow(): Promise<boolean>;
}
