/** The patch of a head as columns: what a change leaves out stays as it is. */
import type { HeadPatch } from "../../../domain/change.ts";

/** The type of a column of texts while it is asked for: rows of lists would be one list of all. */
export const TEXTS = "json";

type Columns = readonly (readonly [column: string, type: string, value: unknown])[];

const given = (columns: Columns): Columns => columns.filter(([, , value]) => value !== undefined);

export function headColumns(patch: HeadPatch): Columns {
  const { address, lastEndUserMessage: last } = patch;
  return given([
    ["end_user_id", "uuid", patch.endUserId],
    ["status", "text", patch.status],
    ["assignee_id", "uuid", patch.assigneeId],
    ["queued_at", "bigint", patch.queuedAt],
    ["served_at", "bigint", patch.servedAt],
    ["read_up_to", "int", patch.readUpTo],
    ["read_at", "bigint", patch.readAt],
    ["agents_read_up_to", "int", patch.agentsReadUpTo],
    ["attention_at", "bigint", patch.attentionAt],
    ["last_end_user_channel", "text", last?.channel],
    ["last_end_user_at", "bigint", last?.at],
    ["last_mail_at", "bigint", patch.lastMailAt],
    ["last_message_at", "bigint", patch.lastMessageAt],
    ["open_form_seq", "int", patch.openFormSeq],
    ["stopped_at", "bigint", patch.stoppedAt],
    ["solved_at", "bigint", patch.solvedAt],
    ["muted", "boolean", patch.isMuted],
    ["tags", TEXTS, patch.tags === undefined ? undefined : JSON.stringify(patch.tags)],
    ["metadata", "jsonb", patch.metadata === undefined ? undefined : JSON.stringify(patch.metadata)],
    ...(address === undefined
      ? []
      : ([
          ["address", "text", address?.email ?? null],
          ["address_state", "text", address?.state ?? null],
          ["address_given_at", "bigint", address?.givenAt ?? null],
          ["address_reason", "text", address?.reason ?? null],
        ] as const)),
  ]);
}
