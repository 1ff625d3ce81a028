import type { Pool } from "../../src/adapters/postgres/pool.ts";

/**
 * Makes this conversation as long as `upTo` messages: after those that it has, the first of them again and again, by its author,
 * a second apart, each saying `Word` and its seq. Read by whoever may read.
 */
export async function lengthen(pool: Pool, id: string, upTo: number): Promise<void> {
  await pool.query(
    `insert into message
     select (jsonb_populate_record(first, jsonb_build_object('seq', n, 'revision', n, 'id', gen_random_uuid(), 'body', 'Word ' || n,
       'client_id', 'word-' || n, 'posted_at', first.posted_at + n * 1000))).*
     from message as first, conversation, generate_series(conversation.seq + 1, $2) as n
     where conversation.id = $1 and first.conversation_id = $1 and first.seq = 1`,
    [id, upTo],
  );
  await pool.query(
    `update conversation set seq = $2, revision = greatest(revision, $2), read_up_to = $2, last_message_at = newest.posted_at
     from (select max(posted_at) as posted_at from message where conversation_id = $1) as newest where id = $1`,
    [id, upTo],
  );
}
