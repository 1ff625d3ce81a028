/** Messages as screens show them. What an end user must not see is left out here, in one place. */
import type { AgentMessage, Author, WidgetMessage } from "../../../../../contract/shared.ts";
import type { Visibility } from "../../../../domain/conversation/conversation.ts";
import { photoPath } from "../../../../domain/people/photo.ts";
import { type Faces, type Showable, shownAuthor } from "../../../../domain/people/shown-author.ts";
import type { Queryable } from "../../pool.ts";
import { type MessageRow, shownToAll, WHOLE } from "../../conversation/message-columns.ts";

/** The greatest value of PostgreSQL's `integer`. */
export const MAX_INTEGER = 2 ** 31 - 1;

interface Span {
  readonly after: number;
  readonly upTo: number;
  readonly from?: number;
  readonly before?: number;
}

/**
 * Messages with after < revision ≤ upTo, in order of seq, whoever may see them. `upTo`: the revision of the head that was
 * read before them; what came in between belongs to the next frame, or it would come twice. `from`, `before`: of these seqs
 * alone, from the one to just before the other.
 */
export async function loadMessages(
  db: Queryable,
  id: string,
  { after, upTo, from = 1, before = MAX_INTEGER }: Span,
): Promise<readonly MessageRow[]> {
  const found = await db.query<MessageRow>({
    name: "messages-since",
    text: `select ${WHOLE} from message
           where conversation_id = $1 and revision > $2 and revision <= $3 and seq >= $4 and seq < $5 order by seq`,
    // Clients name revisions: one of the far future is behind nothing.
    values: [id, Math.min(after, MAX_INTEGER), upTo, from, before],
  });
  return found.rows;
}

/** How whoever wrote messages is shown to end users of a brand. A member who is not among them shows no photo. */
interface Casting {
  readonly faces: Faces;
  readonly members: ReadonlyMap<string, Omit<Showable, "name">>;
}

/** What is told without asking the database, which knows how the brand shows whom. */
export const NOBODY_SHOWN: Casting = { faces: "nobody", members: new Map() };

/** Of the agents who wrote these messages. */
export async function loadMembers(db: Queryable, rows: readonly MessageRow[]): Promise<Casting["members"]> {
  const ids = new Set(rows.flatMap(({ authorKind, authorId }) => (authorKind === "agent" ? [authorId] : [])));
  if (ids.size === 0) return new Map();
  const found = await db.query<{ id: string } & Omit<Showable, "name">>({
    name: "showable",
    text: `select id, public_name as "publicName", photo from agent where id = any($1)`,
    values: [[...ids]],
  });
  return new Map(found.rows.map(({ id, ...member }) => [id, member]));
}

/** What the end user sees: no note, nothing by *another sender* until an agent decides, and all that they wrote, blocked or not. */
export function widgetMessages(rows: readonly MessageRow[], casting: Casting): readonly WidgetMessage[] {
  return rows
    .filter((row) => row.visibility !== "note" && row.anotherSender === null)
    .map((row) => ({
      ...shownToAll(row),
      author: shownView(row, casting),
      clientId: row.authorKind === "end-user" ? row.clientId : null,
      ...(isGoneUnseen(row) ? { neverSeen: true } : {}),
    }));
}

/** Its fate stands still from the moment it was deleted. */
const isGoneUnseen = ({ deletedAt, fate }: MessageRow): boolean =>
  deletedAt !== null && (fate === "waiting" || fate === "withheld");

/** What agents see: nothing by somebody who was blocked when they wrote it. `copied`: not needed where none came by mail. */
export function agentMessages(rows: readonly MessageRow[], copied: CopiedTo = new Map()): readonly AgentMessage[] {
  return rows.flatMap((row) => (row.visibility === "muted" ? [] : [agentMessage(row, row.visibility, copied)]));
}

/** By mail: who else got it. A mail that nobody else got is missing. */
type CopiedTo = ReadonlyMap<string, readonly string[]>;

/** Of the mails that these messages came by. */
export async function loadCopiedTo(db: Queryable, rows: readonly MessageRow[]): Promise<CopiedTo> {
  const mails = rows.flatMap(({ inboundMailId }) => (inboundMailId === null ? [] : [inboundMailId]));
  if (mails.length === 0) return new Map();
  const found = await db.query<{ id: string; copied_to: readonly string[] }>({
    name: "copied-to",
    text: "select id, copied_to from inbound_mail where id = any($1) and copied_to <> '{}'",
    values: [mails],
  });
  return new Map(found.rows.map((row) => [row.id, row.copied_to]));
}

function agentMessage(row: MessageRow, visibility: Visibility, copied: CopiedTo): AgentMessage {
  return {
    ...shownToAll(row),
    author: authorView(row),
    clientId: row.authorKind === "agent" ? row.clientId : null,
    visibility,
    fate:
      row.fate === null
        ? null
        : { name: row.fate, at: row.fateAt ?? row.postedAt, because: row.fateBecause, mailedAt: row.mailedAt },
    inboundMailId: row.inboundMailId,
    copiedTo: row.inboundMailId === null ? [] : (copied.get(row.inboundMailId) ?? []),
    anotherSender: row.anotherSender,
  };
}

function shownView(row: MessageRow, { faces, members }: Casting): WidgetMessage["author"] {
  const author = authorView(row);
  if (author.kind !== "agent") return author;
  const member = members.get(author.id ?? "") ?? { publicName: null, photo: null };
  const { name, photo } = shownAuthor({ ...member, name: author.name ?? "" }, faces);
  // Where nobody is shown nobody is told apart either.
  const { kind } = author;
  return { kind, id: name === null ? null : author.id, name, ...(photo === null ? {} : { photo: photoPath(photo) }) };
}

function authorView(row: MessageRow): Author {
  if (row.shownFrom !== null) return { kind: "another-sender", id: null, name: row.shownFrom };
  return { kind: row.authorKind, id: row.authorId, name: row.authorName };
}
