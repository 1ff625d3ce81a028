import type { AttachmentQueries, StoredFile } from "../../../ports/queries/attachment-queries.ts";
import { findPicture } from "../attachments/pictures.ts";
import { openedBy } from "../sessions/grants.ts";
import type { Pool } from "../pool.ts";

/** What a download holds in memory at a time. */
const PART_BYTES = 1024 * 1024;

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
    picture: (hash) => findPicture(pool, hash),
  };
}

function toFile(pool: Pool, { id, name, type, size }: FileRow): StoredFile {
  return {
    id,
    name,
    type,
    size,
    async *read() {
      const at = { slice: 0, octet: 0 };
      for (let read = 0; read < size;) {
        const found = await pool.query<{ part: Buffer; length: number }>({
          name: "attachment-part",
          text: `select substring(bytes from $3 for $4) as part, octet_length(bytes) as length
                 from attachment_bytes where attachment_id = $1 and slice = $2`,
          values: [id, at.slice, at.octet + 1, PART_BYTES],
        });
        const [row] = found.rows;
        if (row === undefined) throw new Error(`attachment ${id} was deleted while it was read`);
        yield row.part;
        read += row.part.length;
        at.octet += row.part.length;
        // What was uploaded has many slices, what came by mail one large one.
        if (at.octet < row.length) continue;
        at.slice += 1;
        at.octet = 0;
      }
    },
  };
}
