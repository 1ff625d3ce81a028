/** Files of messages. They live in the database: one thing to back up, and every process reaches them (ADR 0016). */
import type { Attachment } from "../../../domain/attachments/attachment.ts";
import { attachmentId, type AttachmentId, instant } from "../../../domain/ids.ts";
import type { AttachmentTx, Uploader } from "../../../ports/attachments/attachment-tx.ts";
import type { Weights } from "../../../domain/attachments/quotas.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { UNHURRIED } from "../unhurried.ts";

interface AttachmentRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
}

export function attachmentTx(db: TxConnection): AttachmentTx {
  return {
    store: (attachment, stored) => store(db, attachment, stored),
    open: (id, by) => open(db, id, by),
    addSlice: (id, slice) => addSlice(db, id, slice),
    close: (attachment) => close(db, attachment),
    takeUploads: (by, ids) => takeUploads(db, by, ids),
    async dropUpload(by, id) {
      await db.query("delete from attachment where id = $1 and owner_id = $2 and conversation_id is null", [id, by]);
    },
    async countUploads(by) {
      const found = await db.query<{ count: number }>(
        "select count(*) from attachment where owner_id = $1 and conversation_id is null",
        [by],
      );
      return found.rows[0]?.count ?? 0;
    },
    weigh: (by, since) => weigh(db, by, since),
    async loadBytes(id) {
      const found = await db.query<{ bytes: Buffer }>(
        "select bytes from attachment_bytes where attachment_id = $1 order by slice",
        [id],
      );
      return found.rows.length === 0 ? null : Buffer.concat(found.rows.map(({ bytes }) => bytes));
    },
    async insertLink(id, link) {
      await db.send(
        `insert into mail_link (token_hash, purpose, conversation_id, created_at, expires_at, recipient, attachment_id)
         values ($1, 'file', $2, $3, $4, $5, $6)`,
        [Buffer.from(link.tokenHash), link.conversationId, link.now, link.expiresAt, link.recipient, id],
      );
    },
    forgetUploads: (before, atMost) => forgetUploads(db, before, atMost),
  };
}

async function forgetUploads(
  db: TxConnection,
  ...given: Parameters<AttachmentTx["forgetUploads"]>
): ReturnType<AttachmentTx["forgetUploads"]> {
  // What a message takes this moment is passed over.
  const [gone, next] = await Promise.all([
    db.query(
      `delete from attachment where id = any(array(
         select id from attachment where conversation_id is null and created_at <= $1
         order by created_at limit $2 for update skip locked))`,
      given,
    ),
    db.query<{ created_at: number | null }>(
      "select min(created_at) as created_at from attachment where conversation_id is null",
    ),
  ]);
  const oldest = next.rows[0]?.created_at ?? null;
  return { gone: gone.rowCount ?? 0, oldest: oldest === null ? null : instant(oldest) };
}

async function store(
  db: TxConnection,
  ...[attachment, { bytes, uploadedBy, now }]: Parameters<AttachmentTx["store"]>
): Promise<void> {
  await db.send(
    `with file as (
       insert into attachment (id, owner_id, name, type, size, width, height, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       returning id
     )
     insert into attachment_bytes (attachment_id, bytes) select id, $9 from file`,
    [
      attachment.id,
      uploadedBy,
      attachment.name,
      attachment.type,
      attachment.size,
      attachment.image?.width ?? null,
      attachment.image?.height ?? null,
      now,
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ],
  );
}

/** What a file is called and what it is stands fast when it is here: until then nobody is shown it. */
async function open(db: TxConnection, ...[id, { uploadedBy, now }]: Parameters<AttachmentTx["open"]>): Promise<void> {
  await db.send(
    `insert into attachment (id, owner_id, name, type, size, created_at, is_whole)
     values ($1, $2, 'coming', 'application/octet-stream', 0, $3, false)`,
    [id, uploadedBy, now],
  );
}

async function addSlice(
  db: TxConnection,
  ...[id, { number, bytes }]: Parameters<AttachmentTx["addSlice"]>
): Promise<void> {
  // Nobody is told of a file before it is whole, and `close` waits for the disk, for all that came before it too.
  await db.send(UNHURRIED);
  await db.send("insert into attachment_bytes (attachment_id, slice, bytes) values ($1, $2, $3)", [
    id,
    number,
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  ]);
}

async function close(db: TxConnection, { id, name, type, size, image }: Attachment): Promise<void> {
  const closed = await db.query(
    `update attachment set name = $2, type = $3, size = $4, width = $5, height = $6, is_whole = true
     where id = $1 and not is_whole
       and (select sum(octet_length(bytes)) from attachment_bytes where attachment_id = $1) = $4`,
    [id, name, type, size, image?.width ?? null, image?.height ?? null],
  );
  // A crash of the database on the way may have taken slices back.
  if (closed.rowCount !== 1) throw new Error(`of file ${id} not all that came was kept`);
}

async function takeUploads(
  db: TxConnection,
  by: Uploader,
  ids: readonly AttachmentId[],
): Promise<readonly Attachment[] | null> {
  if (ids.length === 0) return [];
  // Locked: of two messages sent at once with the same file, one gets it.
  const found = await db.query<AttachmentRow>(
    `select id, name, type, size, width, height from attachment
     where id = any($1) and owner_id = $2 and conversation_id is null and is_whole
     order by array_position($1, id) for update`,
    [ids, by],
  );
  if (found.rows.length !== ids.length) return null;
  return found.rows.map((row) => ({
    id: attachmentId(row.id),
    name: row.name,
    type: row.type,
    size: row.size,
    image: row.width === null || row.height === null ? null : { width: row.width, height: row.height },
  }));
}

/** Two that come at once may both find the last room: the limits have that much to spare. */
async function weigh(db: TxConnection, ...given: Parameters<AttachmentTx["weigh"]>): Promise<Weights> {
  const found = await db.query<{ [Of in keyof Weights]: number | null }>(
    `select (select sum(size)::bigint from attachment where owner_id = $1 and created_at > $2) as today,
       (select max(bytes)::bigint from (
          select sum(size) as bytes from session_conversation join conversation on conversation.id = conversation_id
            join attachment on attachment.conversation_id = conversation.id
          where session_id = $1 and status <> 'closed' group by conversation.id) as opened) as conversation,
       (select sum(size)::bigint from attachment) as installation`,
    given,
  );
  const [row] = found.rows;
  return {
    today: row?.today ?? 0,
    conversation: row?.conversation ?? 0,
    installation: row?.installation ?? 0,
  };
}
