import type { EmailAddress, Instant } from "../../domain/ids.ts";

/** A mail of a self-test: says what it is, to whoever finds it in the mailbox. */
interface Probe {
  /** Keyed; stands in the Message-ID and in a header of its own, since some relays rewrite the id. */
  readonly token: string;
  readonly mailDomain: string;
  readonly from: EmailAddress;
  readonly to: EmailAddress;
  readonly date: Instant;
}

export interface ProbeWriter {
  write(probe: Probe): Promise<Uint8Array>;
}

/** What a mail that came in says, when it may be one of a self-test. */
export interface ProbeReader {
  /** The header that carries the token; null: it has none, and is no self-test. Cheap: every mail is asked. */
  mark(raw: Uint8Array): string | null;
  /** What DKIM says of it as it came in: `pass`, `none`, or what is wrong. Never throws. */
  signature(raw: Uint8Array): Promise<string>;
}
