import type { BrandId, ConversationId, EmailAddress, Instant, Seq, SessionId } from "../../domain/ids.ts";

/** What a link of a mail does: opens the conversation, stops its mail, disowns the address. */
type MailLinkPurpose = "resume" | "stop" | "not-me";

/** What a link in a mail of ours stands for. */
interface MailLink {
  readonly conversationId: ConversationId;
  readonly brandId: BrandId;
  /** Null: the link is older than this was kept. */
  readonly recipient: EmailAddress | null;
}

/**
 * The links of our mails. A link that is revoked opens nothing, nor does what it opened: that is judged wherever a grant is
 * used, and sockets hear of it after the commit. Stopping and disowning are never taken back.
 */
export interface LinkTx {
  /** `expiresAt` null: never. */
  insert(link: {
    readonly tokenHash: Uint8Array;
    readonly purpose: MailLinkPurpose;
    readonly conversationId: ConversationId;
    /** To whom the mail went that carries it. */
    readonly recipient: EmailAddress;
    /** The first message that it opens; not given: all. */
    readonly firstSeq?: Seq;
    readonly now: Instant;
    readonly expiresAt: Instant | null;
  }): Promise<void>;
  /** What a link stands for; null: unknown, expired or revoked. Reading spends nothing. */
  find(tokenHash: Uint8Array, purpose: MailLinkPurpose, now: Instant): Promise<MailLink | null>;
  /** Whether it still opens its conversation; nobody revokes it before this transaction ends. Lock the conversation first. */
  hold(tokenHash: Uint8Array, now: Instant): Promise<boolean>;
  /** All that were mailed about this conversation, to whomever. Answers how many still opened something. */
  revokeOf(id: ConversationId, now: Instant): Promise<number>;
  /**
   * *Start afresh*: those by which this session came to what it opens, and those that were mailed about what it began to an
   * address that nobody has proved.
   */
  revokeWith(id: SessionId, now: Instant): Promise<void>;
}
