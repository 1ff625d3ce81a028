import type { AttachmentTx } from "./attachments/attachment-tx.ts";
import type { BlockTx } from "./people/block-tx.ts";
import type { AccessTx, ConversationTx, MarkTx } from "./conversation/conversation-tx.ts";
import type { DeliveryTx } from "./continuity/delivery-tx.ts";
import type { InboundTx } from "./mail/inbound-tx.ts";
import type { JobTx } from "./job-tx.ts";
import type { MailLimitsTx } from "./continuity/mail-limits-tx.ts";
import type { MailSettingsTx } from "./mail-settings/mail-settings-tx.ts";
import type { MailboxTx } from "./mail/mailbox-tx.ts";
import type { PeopleTx } from "./people/people-tx.ts";
import type { SettingsTx } from "./settings/settings-tx.ts";
import type { SuppressionTx } from "./continuity/suppression-tx.ts";
import type { TriggerTx } from "./triggers/trigger-tx.ts";
import type { HotPosts } from "./conversation/hot-posts.ts";
import type { StoredMails } from "./mail/stored-mails.ts";

/**
 * All-or-nothing units of work. What one queues is visible to workers, and rung on the bus, only once it has committed.
 * Nothing that leaves the house (SMTP, sockets) happens inside one.
 */
export interface Store {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One-statement posting where nothing but the post happens; see `HotPosts`. */
  readonly hot: HotPosts;
  /** What came in, read outside any transaction. */
  readonly mails: StoredMails;
}

export interface Tx {
  readonly access: AccessTx;
  readonly attachments: AttachmentTx;
  readonly blocks: BlockTx;
  readonly conversations: ConversationTx;
  readonly deliveries: DeliveryTx;
  readonly inbound: InboundTx;
  readonly jobs: JobTx;
  readonly limits: MailLimitsTx;
  readonly mail: MailSettingsTx;
  readonly mailboxes: MailboxTx;
  readonly marks: MarkTx;
  readonly people: PeopleTx;
  readonly settings: SettingsTx;
  readonly suppressions: SuppressionTx;
  readonly triggers: TriggerTx;
}
