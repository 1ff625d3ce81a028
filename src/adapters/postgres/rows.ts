/** Rows as pg gives them, and what they mean. One place, so that a column is read the same way everywhere. */
import type { Conversation } from "../../domain/conversation/conversation.ts";
import {
  agentId,
  brandId,
  conversationId,
  emailAddress,
  endUserId,
  instant,
  type Instant,
  revision,
  seq,
} from "../../domain/ids.ts";

export interface ConversationRow {
  readonly id: string;
  readonly brand_id: string;
  readonly end_user_id: string;
  readonly status: Conversation["status"];
  readonly origin: Conversation["origin"];
  readonly subject: string | null;
  readonly assignee_id: string | null;
  readonly queued_at: number | null;
  readonly served_at: number | null;
  readonly seq: number;
  readonly revision: number;
  readonly read_up_to: number;
  readonly read_at: number | null;
  readonly agents_read_up_to: number;
  readonly attention_at: number | null;
  readonly last_end_user_channel: Conversation["origin"] | null;
  readonly last_end_user_at: number | null;
  readonly last_mail_at: number | null;
  readonly last_message_at: number;
  readonly address: string | null;
  readonly address_state: "unproved" | "proved" | "bounced" | null;
  readonly address_given_at: number | null;
  readonly address_reason: string | null;
  readonly open_form_seq: number | null;
  readonly stopped_at: number | null;
  readonly page_url: string | null;
  readonly tags: readonly string[];
  readonly metadata: Conversation["metadata"];
  readonly solved_at: number | null;
  readonly created_at: number;
  readonly muted: boolean;
}

/** The columns of `ConversationRow`, each prefixed with the table, for joins. */
export const CONVERSATION_COLUMNS = [
  "id",
  "brand_id",
  "end_user_id",
  "status",
  "origin",
  "subject",
  "assignee_id",
  "queued_at",
  "served_at",
  "seq",
  "revision",
  "read_up_to",
  "read_at",
  "agents_read_up_to",
  "attention_at",
  "last_end_user_channel",
  "last_end_user_at",
  "last_mail_at",
  "last_message_at",
  "address",
  "address_state",
  "address_given_at",
  "address_reason",
  "open_form_seq",
  "stopped_at",
  "page_url",
  "tags",
  "metadata",
  "solved_at",
  "created_at",
  "muted",
]
  .map((column) => `conversation.${column}`)
  .join(", ");

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: conversationId(row.id),
    brandId: brandId(row.brand_id),
    endUserId: endUserId(row.end_user_id),
    status: row.status,
    origin: row.origin,
    subject: row.subject,
    assigneeId: row.assignee_id === null ? null : agentId(row.assignee_id),
    queuedAt: at(row.queued_at),
    servedAt: at(row.served_at),
    seq: seq(row.seq),
    revision: revision(row.revision),
    readUpTo: seq(row.read_up_to),
    readAt: at(row.read_at),
    agentsReadUpTo: seq(row.agents_read_up_to),
    attentionAt: at(row.attention_at),
    lastEndUserMessage:
      row.last_end_user_channel === null || row.last_end_user_at === null
        ? null
        : { channel: row.last_end_user_channel, at: instant(row.last_end_user_at) },
    lastMailAt: at(row.last_mail_at),
    lastMessageAt: instant(row.last_message_at),
    address:
      row.address === null || row.address_state === null
        ? null
        : {
            email: emailAddress(row.address),
            state: row.address_state,
            givenAt: instant(row.address_given_at ?? row.created_at),
            reason: row.address_reason,
          },
    openFormSeq: row.open_form_seq === null ? null : seq(row.open_form_seq),
    stoppedAt: at(row.stopped_at),
    pageUrl: row.page_url,
    tags: row.tags,
    metadata: row.metadata,
    solvedAt: at(row.solved_at),
    createdAt: instant(row.created_at),
    isMuted: row.muted,
  };
}

const at = (ms: number | null): Instant | null => (ms === null ? null : instant(ms));
