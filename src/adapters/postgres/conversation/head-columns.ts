/** The patch of a head as columns: what a change leaves out stays as it is. */
import type { HeadPatch } from "../../../domain/change.ts";

type Columns = readonly (readonly [column: string, value: unknown])[];

const given = (columns: Columns): Columns => columns.filter(([, value]) => value !== undefined);

export function headColumns(patch: HeadPatch): Columns {
  const { address, lastEndUserMessage: last } = patch;
  return given([
    ["end_user_id", patch.endUserId],
    ["status", patch.status],
    ["assignee_id", patch.assigneeId],
    ["queued_at", patch.queuedAt],
    ["served_at", patch.servedAt],
    ["read_up_to", patch.readUpTo],
    ["read_at", patch.readAt],
    ["agents_read_up_to", patch.agentsReadUpTo],
    ["attention_at", patch.attentionAt],
    ["last_end_user_channel", last?.channel],
    ["last_end_user_at", last?.at],
    ["last_mail_at", patch.lastMailAt],
    ["last_message_at", patch.lastMessageAt],
    ["open_form_seq", patch.openFormSeq],
    ["stopped_at", patch.stoppedAt],
    ["solved_at", patch.solvedAt],
    ["muted", patch.isMuted],
    ...(address === undefined
      ? []
      : ([
          ["address", address?.email ?? null],
          ["address_state", address?.state ?? null],
          ["address_given_at", address?.givenAt ?? null],
          ["address_reason", address?.reason ?? null],
        ] as const)),
  ]);
}
