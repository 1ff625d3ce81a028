import type { AgentSessionTx } from "./sessions/agent-session-tx.ts";
import type { AuditTx } from "./audit/audit-tx.ts";
import type { AttachmentTx } from "./attachments/attachment-tx.ts";
import type { BlockTx } from "./people/block-tx.ts";
import type { AccessTx, ConversationTx, MarkTx } from "./conversation/conversation-tx.ts";
import type { DeskTx } from "./sessions/desks.ts";
import type { DeliveryTx } from "./continuity/delivery-tx.ts";
import type { FirstRunTx } from "./settings/first-run-tx.ts";
import type { InboundTx } from "./mail/inbound-tx.ts";
import type { JobTx } from "./job-tx.ts";
import type { MailLimitsTx } from "./continuity/mail-limits-tx.ts";
import type { MailSettingsTx } from "./mail-settings/mail-settings-tx.ts";
import type { MailboxTx } from "./mail/mailbox-tx.ts";
import type { PasswordResetTx } from "./passwords/password-reset-tx.ts";
import type { PeopleTx } from "./people/people-tx.ts";
import type { LinkTx } from "./sessions/links.ts";
import type { PresenceTx } from "./sessions/presence.ts";
import type { RetentionTx } from "./retention-tx.ts";
import type { SettingsTx } from "./settings/settings-tx.ts";
import type { SuppressionTx } from "./continuity/suppression-tx.ts";
import type { TriggerTx } from "./triggers/trigger-tx.ts";

/** One transaction that is open: what is done through it commits, or fails, as one. Nothing in it opens another. */
export interface Tx {
  readonly access: AccessTx;
  readonly agentSessions: AgentSessionTx;
  readonly attachments: AttachmentTx;
  readonly audit: AuditTx;
  readonly blocks: BlockTx;
  readonly conversations: ConversationTx;
  readonly deliveries: DeliveryTx;
  readonly desks: DeskTx;
  readonly firstRun: FirstRunTx;
  readonly inbound: InboundTx;
  readonly jobs: JobTx;
  readonly links: LinkTx;
  readonly limits: MailLimitsTx;
  readonly mailSettings: MailSettingsTx;
  readonly mailboxes: MailboxTx;
  readonly marks: MarkTx;
  readonly people: PeopleTx;
  readonly passwordResets: PasswordResetTx;
  readonly presence: PresenceTx;
  readonly retention: RetentionTx;
  readonly settings: SettingsTx;
  readonly suppressions: SuppressionTx;
  readonly triggers: TriggerTx;
}
