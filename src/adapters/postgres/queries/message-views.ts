/** Messages as screens show them. What an end user must not see is left out here, in one place. */
import type { NewMessage, Visibility } from "../../../domain/conversation/conversation.ts";
import type { Revision, Seq } from "../../../domain/ids.ts";
import type { AgentMessageView, AuthorView, WidgetMessageView } from "../../../ports/queries/views.ts";
import type { Queryable } from "../pool.ts";
import { MESSAGE_COLUMNS, type MessageRow } from "../rows.ts";

/** The greatest value of PostgreSQL's `integer`. */
const MAX_INTEGER = 2 ** 31 - 1;

/**
 * Messages with after < revision ≤ upTo, in order of seq, whoever may see them. `upTo`: the revision of the head that was
 * read before them; what came in between belongs to the next frame, or it would come twice.
 */
export async function loadMessages(
  db: Queryable,
  id: string,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly MessageRow[]> {
  const found = await db.query<MessageRow>({
    name: "messages-since",
    text: `select ${MESSAGE_COLUMNS} from message
           where conversation_id = $1 and revision > $2 and revision <= $3 order by seq`,
    // Clients name revisions: one of the far future is behind nothing.
    values: [id, Math.min(after, MAX_INTEGER), upTo],
  });
  return found.rows;
}

/** What the end user sees: no note, nothing by *another sender* until an agent decides, and all that they wrote, blocked or not. */
export function widgetMessages(rows: readonly MessageRow[]): readonly WidgetMessageView[] {
  return rows
    .filter((row) => row.visibility !== "note" && row.another_sender === null)
    .map((row) => ({ ...common(row), clientId: row.author_kind === "end-user" ? row.client_id : null }));
}

/** What agents see: nothing by somebody who was blocked when they wrote it. */
export function agentMessages(rows: readonly MessageRow[]): readonly AgentMessageView[] {
  return rows.flatMap((row) => (row.visibility === "muted" ? [] : [agentMessage(row, row.visibility)]));
}

function agentMessage(row: MessageRow, visibility: Visibility): AgentMessageView {
  return {
    ...common(row),
    clientId: row.author_kind === "agent" ? row.client_id : null,
    visibility,
    fate:
      row.fate === null
        ? null
        : { name: row.fate, at: row.fate_at ?? row.posted_at, because: row.fate_because, mailedAt: row.mailed_at },
    inboundMailId: row.inbound_mail_id,
    anotherSender: row.another_sender,
  };
}

function common(row: MessageRow): WidgetMessageView {
  return {
    seq: row.seq,
    revision: row.revision,
    channel: row.channel,
    text: row.body,
    attachments: row.attachments,
    form: row.form,
    cut: row.cut,
    postedAt: row.posted_at,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    clientId: null,
    author: authorView(row),
  };
}

function authorView(row: MessageRow): AuthorView {
  if (row.shown_from !== null) return { kind: "another-sender", id: null, name: row.shown_from };
  return { kind: row.author_kind, id: row.author_id, name: row.author_name };
}

/** A message that this process has just posted, as its row would read: saves the trip to the database. */
export function rowOfPost(
  id: string,
  message: NewMessage,
  place: { readonly seq: Seq; readonly revision: Revision },
): MessageRow {
  const { author } = message;
  return {
    conversation_id: id,
    seq: place.seq,
    id: message.id,
    revision: place.revision,
    author_kind: author.kind,
    author_id: author.kind === "system" ? null : author.id,
    author_name: author.kind === "system" ? null : author.name,
    trigger_id: author.kind === "system" ? author.triggerId : null,
    channel: message.channel,
    visibility: message.visibility,
    body: message.text,
    attachments: message.attachments,
    form: message.form,
    cut: message.cut,
    client_id: message.clientId,
    posted_at: message.postedAt,
    edited_at: null,
    deleted_at: null,
    fate: message.fate,
    fate_at: message.fate === null ? null : message.postedAt,
    fate_because: message.fateBecause,
    mailed_at: null,
    inbound_mail_id: message.inboundMailId,
    another_sender: message.anotherSender,
    shown_from: null,
  };
}
