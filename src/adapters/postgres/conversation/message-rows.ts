/** Writing messages: whole rows on posting, single fields afterwards. */
import type { MessagePatch } from "../../../domain/change.ts";
import type { NewMessage } from "../../../domain/conversation/conversation.ts";
import type { ConversationId, Revision, Seq } from "../../../domain/ids.ts";
import { patchedColumns, POSTED_COLUMNS, postedParameters, postedValues } from "./message-columns.ts";
import type { TxConnection } from "../tx-connection.ts";

const INSERT = `insert into message (conversation_id, seq, revision, ${POSTED_COLUMNS})
  values ($1, $2, $3, ${postedParameters(4)})`;

export async function insertMessages(
  db: TxConnection,
  messages: readonly NewMessage[],
  place: { readonly conversationId: ConversationId; readonly after: Seq; readonly revision: Revision },
): Promise<void> {
  for (const [index, message] of messages.entries()) {
    await db.send({
      name: "insert-message",
      text: INSERT,
      values: [place.conversationId, place.after + 1 + index, place.revision, ...postedValues(message)],
    });
    await placeAttachments(db, message, { conversationId: place.conversationId, seq: place.after + 1 + index });
  }
}

/** A file goes into one message only. */
async function placeAttachments(
  db: TxConnection,
  { id, attachments }: NewMessage,
  place: { readonly conversationId: ConversationId; readonly seq: number },
): Promise<void> {
  if (attachments.length === 0) return;
  const placed = await db.query(
    "update attachment set conversation_id = $1, seq = $2 where id = any($3) and conversation_id is null",
    [place.conversationId, place.seq, attachments.map((attachment) => attachment.id)],
  );
  if (placed.rowCount !== attachments.length) throw new Error(`message ${id} has files that are not its own`);
}

export async function applyPatches(
  db: TxConnection,
  patches: readonly MessagePatch[],
  place: { readonly conversationId: ConversationId; readonly revision: Revision },
): Promise<void> {
  for (const patch of patches) {
    const columns = patchedColumns(patch);
    const assignments = columns.map(([column], index) => `${column} = $${index + 4}`);
    await db.send(
      `update message set ${["revision = $3", ...assignments].join(", ")} where conversation_id = $1 and seq = $2`,
      [place.conversationId, patch.seq, place.revision, ...columns.map(([, value]) => value)],
    );
    if (patch.attachments !== undefined) await forgetAttachments(db, place.conversationId, patch.seq);
    if (patch.deletedAt !== undefined) await forgetMails(db, place.conversationId, patch.seq);
  }
}

/** What was deleted is in no mail that has not left: it would be written anew before the next attempt anyway. */
async function forgetMails(db: TxConnection, id: ConversationId, seq: Seq): Promise<void> {
  await db.send(
    `update delivery set raw = null, sent_text = null
     where conversation_id = $1 and $2 = any(seqs) and state in ('queued', 'deferred')`,
    [id, seq],
  );
}

async function forgetAttachments(db: TxConnection, id: ConversationId, seq: Seq): Promise<void> {
  await db.send("delete from attachment where conversation_id = $1 and seq = $2", [id, seq]);
}
