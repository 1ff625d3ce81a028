/** Writing messages: whole rows on posting, single fields afterwards. */
import type { MessagePatch } from "../../../domain/change.ts";
import type { NewMessage } from "../../../domain/conversation/conversation.ts";
import type { ConversationId, Revision, Seq } from "../../../domain/ids.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { byShape, type Shape, toldTogether } from "../tx/asked-together.ts";
import { patchedColumns, POSTED_COLUMNS, POSTED_VALUES } from "./message-columns.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

interface Posted {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly revision: Revision;
  readonly message: NewMessage;
}

const POSTED = askedRows<Posted>({
  conversation_id: ["uuid", ({ conversationId }) => conversationId],
  seq: ["int", ({ seq }) => seq],
  revision: ["int", ({ revision }) => revision],
  ...Object.fromEntries(
    POSTED_VALUES.map(([name, type, value]) => [name, [type, ({ message }: Posted) => value(message)] as const]),
  ),
});

const insertMessage = toldTogether((db, messages: readonly Posted[]) =>
  db.query({
    name: "insert-messages",
    text: `insert into message (conversation_id, seq, revision, ${POSTED_COLUMNS})
           select conversation_id, seq, revision, ${POSTED_COLUMNS} from ${POSTED.sql}`,
    values: POSTED.values(messages),
  }),
);

export async function insertMessages(
  db: TxConnection,
  messages: readonly NewMessage[],
  place: { readonly conversationId: ConversationId; readonly after: Seq; readonly revision: Revision },
): Promise<void> {
  for (const [index, message] of messages.entries()) {
    const { conversationId, after, revision } = place;
    await insertMessage(db, { conversationId, seq: after + 1 + index, revision, message });
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
    const update = patchOf(columns.map(([name, type]) => [name, type]));
    await update(db, { ...place, seq: patch.seq, values: columns.map(([, , value]) => value) });
    if (patch.attachments !== undefined) await forgetAttachments(db, place.conversationId, patch.seq);
    if (patch.deletedAt !== undefined) await forgetMails(db, place.conversationId, patch.seq);
  }
}

interface Patched {
  readonly conversationId: ConversationId;
  readonly seq: Seq;
  readonly revision: Revision;
  /** Of the columns that change, in the order of the shape. */
  readonly values: readonly unknown[];
}

const patchOf = byShape((columns: Shape) => {
  const rows = askedRows<Patched>({
    conversation_id: ["uuid", ({ conversationId }) => conversationId],
    seq: ["int", ({ seq }) => seq],
    revision: ["int", ({ revision }) => revision],
    ...Object.fromEntries(
      columns.map(([name, type], index) => [name, [type, ({ values }: Patched) => values[index]] as const]),
    ),
  });
  const assignments = ["revision", ...columns.map(([name]) => name)].map((name) => `${name} = asked.${name}`);
  const text = `update message set ${assignments.join(", ")} from ${rows.sql}
    where message.conversation_id = asked.conversation_id and message.seq = asked.seq`;
  return toldTogether((db, patched: readonly Patched[]) => db.query(text, rows.values(patched)));
});

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
