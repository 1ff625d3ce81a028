import type { Attachment } from "../../domain/attachments/attachment.ts";
import type { Weights } from "../../domain/attachments/quotas.ts";
import type { AgentId, AttachmentId, ConversationId, EmailAddress, Instant, SessionId } from "../../domain/ids.ts";

/** Whoever uploaded a file may put it into a message, and nobody else. */
export type Uploader = SessionId | AgentId;

/** Files of messages: stored first, put into a message by `apply`. */
export interface AttachmentTx {
  /** `uploadedBy` null: it came by mail, and its message follows in this transaction. */
  store(
    attachment: Attachment,
    stored: { readonly bytes: Uint8Array; readonly uploadedBy: Uploader | null; readonly now: Instant },
  ): Promise<void>;
  /** Begins a file that comes in slices: it waits, counted, and no message takes it before `close`. */
  open(id: AttachmentId, by: { readonly uploadedBy: Uploader; readonly now: Instant }): Promise<void>;
  /** Slices are numbered from 0, in the order of the file. Until the file is closed a crash of the database may take them back. */
  addSlice(id: AttachmentId, slice: { readonly number: number; readonly bytes: Uint8Array }): Promise<void>;
  /** The file is here whole, and kept from now on. Throws where not all of its bytes are. */
  close(attachment: Attachment): Promise<void>;
  /**
   * These files, for a message of whoever uploaded them, in the order asked for. Null: one of them is not this
   * uploader's, is still coming, is in a message already, or has been forgotten.
   */
  takeUploads(by: Uploader, ids: readonly AttachmentId[]): Promise<readonly Attachment[] | null>;
  /** Forgets a file that its uploader has taken out again; nothing where a message has it, or somebody else uploaded it. */
  dropUpload(by: Uploader, id: AttachmentId): Promise<void>;
  /** How many files of this uploader wait for a message. */
  countUploads(by: Uploader): Promise<number>;
  /** What is kept, where this uploader brings one more. `since`: what counts as today. */
  weigh(by: Uploader, since: Instant): Promise<Weights>;
  /** Null: the file is gone. */
  loadBytes(id: AttachmentId): Promise<Uint8Array | null>;
  /** A link by which whoever has the mail fetches the file, as often as they like until it expires. */
  insertLink(
    id: AttachmentId,
    link: {
      readonly tokenHash: Uint8Array;
      readonly conversationId: ConversationId;
      readonly recipient: EmailAddress;
      readonly now: Instant;
      readonly expiresAt: Instant;
    },
  ): Promise<void>;
  /**
   * Forgets the oldest uploads of `before` and earlier that no message has taken, `atMost` of them. Answers how many, and
   * when the oldest that is left came; null: none waits.
   */
  forgetUploads(before: Instant, atMost: number): Promise<{ readonly gone: number; readonly oldest: Instant | null }>;
}
