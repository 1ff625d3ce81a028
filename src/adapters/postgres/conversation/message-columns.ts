/**
 * The columns of a message, each told once: how a new message fills it and how a patch changes it. INSERT, hot post, patch
 * and every SELECT of whole messages are made from this table. Which of them are read for what stands below it.
 */
import type { MessagePatch } from "../../../domain/change.ts";
import type { Author, NewMessage, OpenReply } from "../../../domain/conversation/conversation.ts";
import { unfolded } from "../../../domain/conversation/unfolded.ts";
import type { AgentId, DeliveryId, EndUserId, Instant, Revision, Seq, TriggerId } from "../../../domain/ids.ts";

interface Uses<Value> {
  /** Absent: null until a patch says more. */
  readonly posted?: (message: NewMessage) => Value;
  /** Undefined: stays as it is. Absent: never changes. */
  readonly patched?: (patch: MessagePatch) => Value | undefined;
}

interface Column<Value> extends Uses<Value> {
  readonly name: string;
  /** Of its values in SQL. */
  readonly type: string;
}

const column = <Value>(name: string, type: string, uses: Uses<Value> = {}): Column<Value> => ({ name, type, ...uses });

/** By the field's name in the domain, which a row that is read has too. The first two come with the place. */
const COLUMNS = {
  seq: column<Seq>("seq", "int"),
  revision: column<Revision>("revision", "int"),
  id: column("id", "uuid", { posted: ({ id }) => id }),
  authorKind: column("author_kind", "text", { posted: ({ author }) => author.kind }),
  authorId: column("author_id", "uuid", { posted: ({ author }) => authorFields(author).authorId }),
  authorName: column("author_name", "text", {
    posted: ({ author }) => authorFields(author).authorName,
    patched: ({ authorName }) => authorName,
  }),
  triggerId: column("trigger_id", "uuid", { posted: ({ author }) => authorFields(author).triggerId }),
  channel: column("channel", "text", { posted: ({ channel }) => channel }),
  visibility: column("visibility", "text", {
    posted: ({ visibility }) => visibility,
    patched: ({ visibility }) => visibility,
  }),
  text: column("body", "text", { posted: ({ text }) => text, patched: ({ text }) => text }),
  attachments: column("attachments", "jsonb", {
    posted: ({ attachments }) => attachments,
    patched: ({ attachments }) => attachments,
  }),
  form: column("form", "jsonb", { posted: ({ form }) => form, patched: ({ form }) => form }),
  cut: column("cut", "text", { posted: ({ cut }) => cut, patched: ({ cut }) => cut }),
  clientId: column("client_id", "text", { posted: ({ clientId }) => clientId }),
  postedAt: column("posted_at", "bigint", { posted: ({ postedAt }) => postedAt }),
  editedAt: column<Instant | null>("edited_at", "bigint", { patched: ({ editedAt }) => editedAt }),
  editingSince: column<Instant | null>("editing_since", "bigint", { patched: ({ editingSince }) => editingSince }),
  deletedAt: column<Instant | null>("deleted_at", "bigint", { patched: ({ deletedAt }) => deletedAt }),
  fate: column("fate", "text", { posted: ({ fate }) => fate, patched: ({ fate }) => fate?.name }),
  fateAt: column("fate_at", "bigint", {
    posted: fateAt,
    patched: ({ fate }) => fate?.at,
  }),
  fateBecause: column("fate_because", "text", {
    posted: ({ fateBecause }) => fateBecause,
    patched: ({ fate }) => fate?.because,
  }),
  mailedAt: column<Instant | null>("mailed_at", "bigint", { patched: ({ mailedAt }) => mailedAt }),
  deliveryId: column<DeliveryId | null>("delivery_id", "uuid", { patched: ({ deliveryId }) => deliveryId }),
  inboundMailId: column("inbound_mail_id", "uuid", {
    posted: ({ inboundMailId }) => inboundMailId,
    patched: ({ inboundMailId }) => inboundMailId,
  }),
  anotherSender: column("another_sender", "text", {
    posted: ({ anotherSender }) => anotherSender,
    patched: ({ anotherSender }) => anotherSender,
  }),
  shownFrom: column<string | null>("shown_from", "text", { patched: ({ shownFrom }) => shownFrom }),
};

type Field = keyof typeof COLUMNS;

/** A message as its row holds it. What stands there was branded when it was written. */
export type MessageRow = {
  readonly [F in Field]: (typeof COLUMNS)[F] extends Column<infer Value> ? Value : never;
};

const EACH: readonly Column<unknown>[] = Object.values(COLUMNS);
const POSTED = EACH.flatMap(({ name, type, posted }) => (posted === undefined ? [] : [{ name, type, posted }]));

/** The columns that a new message fills, beside its conversation, seq and revision. */
export const POSTED_COLUMNS = POSTED.map(({ name }) => name).join(", ");

/** The parameters of those columns in a statement, the first of them `$from`. */
export const postedParameters = (from: number): string => POSTED.map((_, index) => `$${from + index}`).join(", ");

/** The values of those columns. */
export const postedValues = (message: NewMessage): unknown[] => POSTED.map(({ posted }) => toColumn(posted(message)));

/** The same columns, each with the type of its values and its value of a message. */
export const POSTED_VALUES = POSTED.map(
  ({ name, type, posted }) => [name, type, (message: NewMessage): unknown => toColumn(posted(message))] as const,
);

/** What a patch changes, and nothing else. */
export const patchedColumns = (
  patch: MessagePatch,
): readonly (readonly [column: string, type: string, value: unknown])[] =>
  EACH.flatMap(({ name, type, patched }) => {
    const value = patched?.(patch);
    return value === undefined ? [] : [[name, type, toColumn(value)] as const];
  });

/** What of a message is an object is kept as JSON. */
const toColumn = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : value;

/** A message that this process has just posted, as its row would read: saves the trip to the database. */
export function rowOfPost(
  { author, ...message }: NewMessage,
  place: { readonly seq: Seq; readonly revision: Revision },
): MessageRow {
  return { ...NOT_YET, ...message, ...authorFields(author), fateAt: fateAt(message), ...place };
}

/** What becomes of a message only after it was posted. */
const NOT_YET = {
  editedAt: null,
  editingSince: null,
  deletedAt: null,
  mailedAt: null,
  deliveryId: null,
  shownFrom: null,
} as const;

interface AuthorFields {
  readonly authorKind: Author["kind"];
  readonly authorId: AgentId | EndUserId | null;
  readonly authorName: string | null;
  readonly triggerId: TriggerId | null;
}

function authorFields(author: Author): AuthorFields {
  const { kind } = author;
  return kind === "system"
    ? { authorKind: kind, authorId: null, authorName: null, triggerId: author.triggerId }
    : { authorKind: kind, authorId: author.id, authorName: author.name, triggerId: null };
}

/** Since when a new message has its fate. */
function fateAt({ fate, postedAt }: Pick<NewMessage, "fate" | "postedAt">): Instant | null {
  return fate === null ? null : postedAt;
}

/** What everybody sees of a message, under the names of the contract. Its author and its client id depend on who looks. */
export function shownToAll({ seq, revision, channel, text, attachments, form, cut, ...row }: MessageRow) {
  const { postedAt, editedAt, deletedAt } = row;
  const folded = cut === null ? null : unfolded(cut);
  return { seq, revision, channel, text, attachments, form, cut: folded, postedAt, editedAt, deletedAt };
}

/** For a SELECT from `message`: each of these columns under its field's name. */
const reading = (fields: Readonly<Partial<Record<Field, unknown>>>): string =>
  Object.entries(COLUMNS)
    .filter(([field]) => field in fields)
    .map(([field, { name }]) => `message.${name} as "${field}"`)
    .join(", ");

/** Reads a whole `MessageRow`. */
export const WHOLE = reading(COLUMNS);

const OF_OPEN_REPLY: Readonly<Record<Field & keyof OpenReply, true>> = {
  seq: true,
  authorId: true,
  postedAt: true,
  editedAt: true,
  editingSince: true,
  fate: true,
  mailedAt: true,
  deliveryId: true,
};
/** Reads what an `OpenReply` has of its message. */
export const OPEN_REPLY = reading(OF_OPEN_REPLY);

const OF_CARRIED = { seq: true, authorKind: true, authorName: true, text: true, attachments: true, postedAt: true };
/** Reads what a mail says of a message. */
export const CARRIED = reading(OF_CARRIED);
export type CarriedRow = Pick<MessageRow, keyof typeof OF_CARRIED>;

/** The instants from which the wait of a reply counts (product.md §2). */
export const WAITED_FROM: readonly string[] = [COLUMNS.postedAt.name, COLUMNS.editedAt.name];
