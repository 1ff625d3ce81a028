/** Writing heads of conversations. Each raises the revision. */
import type { HeadPatch } from "../../../domain/change.ts";
import { type ConversationId, type Revision, revision, type Seq, seq } from "../../../domain/ids.ts";
import type { ContinuityNote } from "../../../ports/conversation/conversation-tx.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedTogether, byShape, type Shape } from "../tx/asked-together.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { headColumns, TEXTS } from "./head-columns.ts";

interface Raising {
  readonly id: ConversationId;
  /** Messages that are about to be inserted. */
  readonly posts: number;
  /** Of the columns that change, in the order of the shape. */
  readonly values: readonly unknown[];
}

/** Answers the seq and the revision that it has then. */
export function updateHead(
  db: TxConnection,
  id: ConversationId,
  { head, posts }: { readonly head: HeadPatch; readonly posts: number },
): Promise<{ readonly seq: Seq; readonly revision: Revision }> {
  const columns = headColumns(head);
  const update = updateOf(columns.map(([name, type]) => [name, type]));
  return update(db, { id, posts, values: columns.map(([, , value]) => value) });
}

const updateOf = byShape((columns: Shape) => {
  const assignments = columns.map(([name, type]) => `, ${name} = ${valueOf(name, type)}`).join("");
  const rows = askedRows<Raising>({
    id: ["uuid", ({ id }) => id],
    posts: ["int", ({ posts }) => posts],
    ...Object.fromEntries(
      columns.map(([name, type], index) => [name, [type, ({ values }: Raising) => values[index]] as const]),
    ),
  });
  const text = `update conversation set revision = revision + 1, seq = seq + asked.posts${assignments}
    from ${rows.sql} where conversation.id = asked.id returning conversation.id, revision, seq`;
  return askedTogether(async (db, raising: readonly Raising[]) => {
    const updated = await db.query<{ id: string; revision: number; seq: number }>(text, rows.values(raising));
    if (updated.rows.length !== raising.length) throw new Error("a conversation vanished while it was locked");
    const places = new Map(updated.rows.map((row) => [row.id, row]));
    return raising.map(({ id }) => {
      const row = places.get(id);
      if (row === undefined) throw new Error(`conversation ${id} was not updated`);
      return { seq: seq(row.seq), revision: revision(row.revision) };
    });
  });
});

const valueOf = (name: string, type: string): string =>
  type === TEXTS ? `array(select json_array_elements_text(asked.${name}))` : `asked.${name}`;

interface Noted {
  readonly id: ConversationId;
  readonly note: ContinuityNote;
}

const NOTED = askedRows<Noted>({ id: ["uuid", ({ id }) => id], note: ["jsonb", ({ note }) => JSON.stringify(note)] });

/** Null: the note is as it was, and so is the revision. */
export const noteContinuity = askedTogether(async (db, noted: readonly Noted[]) => {
  const updated = await db.query<{ id: string; revision: number }>({
    name: "note-continuity",
    text: `update conversation set continuity = asked.note, revision = revision + 1
           from ${NOTED.sql} where conversation.id = asked.id and continuity is distinct from asked.note
           returning conversation.id, revision`,
    values: NOTED.values(noted),
  });
  const revisions = new Map(updated.rows.map((row) => [row.id, revision(row.revision)]));
  return noted.map(({ id }) => revisions.get(id) ?? null);
});
