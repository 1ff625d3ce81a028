import type { Instant } from "../../domain/ids.ts";

/** How far one mailbox has been read. */
interface MailboxCursor {
  /** Null: it was never opened. UIDs mean nothing across two values (RFC 9051 §2.3.1.1). */
  readonly uidValidity: number | null;
  /** The highest UID that is stored or passed over. */
  readonly lastUid: number;
  /** Mail that came into the mailbox before this is left alone. */
  readonly since: Instant;
  /** When last nothing was left to take. */
  readonly completeAt: Instant;
}

/** Mailboxes that are read over IMAP: their cursors, and which process reads them. */
export interface MailboxTx {
  /** Takes or renews the mailbox for one process; false: another one has it. */
  hold(name: string, holder: string, span: { readonly now: Instant; readonly until: Instant }): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
  /** The cursor, locked until the transaction ends; null: nobody has held this mailbox yet. */
  lockCursor(name: string): Promise<MailboxCursor | null>;
  /** Sets what is given; whatever failed before is forgotten when `lastUid` moves. */
  moveCursor(name: string, to: Partial<MailboxCursor>): Promise<void>;
  /** Counts one more failure of this mail, and answers how many there were. */
  countFailure(name: string, uid: number): Promise<number>;
}
