import type { EmailAddress } from "../../domain/ids.ts";

/** One mail as it goes to the next server: one recipient, always an explicit envelope (mail-rules.md rule 6). */
export interface EnvelopedMail {
  readonly envelope: { readonly from: EmailAddress; readonly to: EmailAddress };
  /** The whole message, CRLF lines. Sent byte for byte: a retry after an ambiguous attempt is the same mail. */
  readonly raw: Uint8Array;
}

/**
 * What the next server said, as data, because the retry policy needs it.
 * `accepted` 250 · `deferred` 4yz or no connection, nothing was taken · `refused` 5yz ·
 * `ambiguous` the link was cut after the final dot: it may or may not have been taken (RFC 5321 §4.5.3.2.6).
 * `code` is null where no reply came; `reply` is one line, cut to 500 characters.
 */
export interface SendOutcome {
  readonly kind: "accepted" | "deferred" | "refused" | "ambiguous";
  readonly code: number | null;
  readonly reply: string;
  /** The relay's own trouble (or ours with it): it says nothing about this mail, its recipient or their domain. */
  readonly ofRelay?: true;
}

export interface Mailer {
  /** Throws where it was cut short: then nobody knows the outcome, as after a crash. */
  send(mail: EnvelopedMail): Promise<SendOutcome>;
  /** Connects and signs in, and says good-bye. Null: that went well; else what stands in the way, in the relay's words. */
  probe?(): Promise<string | null>;
  /** Ends every talk this moment: not a byte more leaves. Absent: there are no talks. */
  cut?(): void;
}
