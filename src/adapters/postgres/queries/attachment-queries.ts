import type { AttachmentQueries, StoredFile } from "../../../ports/queries/attachment-queries.ts";
import { openedBy } from "../sessions/grants.ts";
import type { Pool } from "../pool.ts";

/** What a download holds in memory at a time. */
const SLICE_BYTES = 1024 * 1024;

interface FileRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

const COLUMNS = "attachment.id, attachment.name, attachment.type, attachment.size";
/** A message that its reader sees; of a deleted one the files are gone. */
const OF_MESSAGE = `attachment join message on message.conversation_id = attachment.conversation_id
  and message.seq = attachment.seq`;

export function attachmentQueries(pool: Pool): AttachmentQueries {
  const find = async (text: string, values: unknown[]): Promise<StoredFile | null> => {
    const found = await pool.query<FileRow>(text, values);
    const [row] = found.rows;
    return row === undefined ? null : toFile(pool, row);
  };
  return {
    forWidget: (principal, id) =>
      find(
        `select ${COLUMNS} from ${OF_MESSAGE}
           join ${openedBy("$2", "$3")} as opened on opened.conversation_id = message.conversation_id
         where attachment.id = $1 and message.seq >= opened.first_seq and visibility <> 'note' and another_sender is null`,
        [id, principal.sessionId, principal.asOf],
      ),
    forAgent: (_agent, id) =>
      find(`select ${COLUMNS} from attachment where id = $1 and conversation_id is not null`, [id]),
    byLink: (tokenHash, now) =>
      find(
        `select ${COLUMNS} from mail_link join attachment on attachment.id = mail_link.attachment_id
         where token_hash = $1 and purpose = 'file' and expires_at > $2 and revoked_at is null`,
        [Buffer.from(tokenHash), now],
      ),
  };
}

function toFile(pool: Pool, { id, name, type, size }: FileRow): StoredFile {
  return {
    id,
    name,
    type,
    size,
    async *read() {
      for (let at = 0; at < size; at += SLICE_BYTES) {
        const found = await pool.query<{ slice: Buffer }>({
          name: "attachment-slice",
          text: "select substring(bytes from $2 for $3) as slice from attachment_bytes where attachment_id = $1",
          values: [id, at + 1, SLICE_BYTES],
        });
        const [row] = found.rows;
        if (row === undefined) throw new Error(`attachment ${id} was deleted while it was read`);
        yield row.slice;
      }
    },
  };
}
