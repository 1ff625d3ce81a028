import type { EmailAddress } from "../ids.ts";

/** What stands behind the sender's name (SPF, DKIM, DMARC, ARC). */
export interface SenderProof {
  /** `pass`: SPF or DKIM passed, aligned with the From address. `unverified`: trouble with DNS, or nothing to go by. */
  readonly aligned: "pass" | "fail" | "unverified";
  /** Whom a `pass` is about, the whole address; null: From can be read in more than one way, and nobody passes. */
  readonly author: EmailAddress | null;
  /** What the domain wants done with mail that fails; null: it publishes nothing. */
  readonly dmarcPolicy: "none" | "quarantine" | "reject" | null;
}
