/** Why the embedded PostgreSQL will not run here; each message says what a person can do about it. */
type EmbeddedPostgresRefusalCode =
  /** No binaries for this system, or its C library is not glibc. */
  | "unsupported-system"
  /** Another server is running on this data folder. */
  | "in-use"
  /** The data folder belongs to another user, and we are not root. */
  | "not-ours"
  /** We are root, PostgreSQL refuses to run as root, and neither way to step down worked. */
  | "cannot-leave-root"
  /** PostgreSQL ended before it answered; the message carries the end of its log. */
  | "did-not-start";

/** The house is broken in a way that the person who started it can cure. */
export class EmbeddedPostgresRefusal extends Error {
  override readonly name = "EmbeddedPostgresRefusal";
  readonly code: EmbeddedPostgresRefusalCode;

  constructor(code: EmbeddedPostgresRefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The cure that always works, appended where the embedded server cannot. */
export const USE_AN_EXTERNAL_SERVER =
  "Or use a PostgreSQL server of your own (15 or newer): set DATABASE_URL=postgres://user:password@host/database.";
