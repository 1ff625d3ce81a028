/** What a mail says, and what it follows. */
import type { CarriedMessage } from "../../../domain/continuity/outgoing.ts";
import type { ConversationId, EmailAddress, Seq } from "../../../domain/ids.ts";
import type { Agent } from "../../../domain/people/agent.ts";
import { CARRIED, type CarriedRow } from "../conversation/message-columns.ts";
import { askedRows, rowsByPlace } from "../tx/asked-rows.ts";
import { askedTogether } from "../tx/asked-together.ts";

/** A row that belongs to the question at that place. */
type Placed<Row> = Row & { readonly place: number };

/** What of an agent who wrote a message may be shown. */
const AUTHOR = `agent.public_name as "publicName", agent.photo`;
const WITH_AUTHOR = "left join agent on author_kind = 'agent' and agent.id = message.author_id";
type AuthoredRow = CarriedRow & Pick<Agent, "publicName" | "photo">;

interface Chosen {
  readonly id: ConversationId;
  readonly seqs: readonly Seq[];
}

const CHOSEN = askedRows<Chosen>({
  id: ["uuid", ({ id }) => id],
  seqs: ["jsonb", ({ seqs }) => JSON.stringify(seqs)],
});

/** The public messages with these seqs, in order, as they are now. */
export const loadCarried = askedTogether(async (db, chosen: readonly Chosen[]) => {
  const found = await db.query<Placed<AuthoredRow>>({
    name: "load-carried",
    text: `select place, ${CARRIED}, ${AUTHOR} from ${CHOSEN.sql} cross join jsonb_array_elements_text(asked.seqs) as wanted (seq)
             join message on conversation_id = asked.id and message.seq = wanted.seq::int ${WITH_AUTHOR}
           where visibility = 'public' and deleted_at is null order by place, message.seq`,
    values: CHOSEN.values(chosen),
  });
  return rowsByPlace(found.rows, chosen.length).map((rows) => rows.map(toCarried));
});

interface Context {
  readonly id: ConversationId;
  readonly before: Seq;
  readonly most: number;
}

const CONTEXT = askedRows<Context>({
  id: ["uuid", ({ id }) => id],
  before: ["int", ({ before }) => before],
  most: ["int", ({ most }) => most],
});

/** Up to `most` public messages with text or files just before `before`, oldest first. */
export const loadContext = askedTogether(async (db, asked: readonly Context[]) => {
  const found = await db.query<Placed<AuthoredRow>>({
    name: "load-context",
    text: `select place, earlier.* from ${CONTEXT.sql} cross join lateral (
             select ${CARRIED}, ${AUTHOR} from message ${WITH_AUTHOR}
             where conversation_id = asked.id and seq < asked.before and visibility = 'public' and deleted_at is null
               and another_sender is null and author_kind <> 'system' and (body <> '' or attachments <> '[]')
             order by seq desc limit asked.most) as earlier
           order by place, seq`,
    values: CONTEXT.values(asked),
  });
  return rowsByPlace(found.rows, asked.length).map((rows) => rows.map(toCarried));
});

/** Message-IDs of a conversation's mails that were accepted, and of the end user's answers, oldest first. */
export const loadThread = askedTogether(async (db, ids: readonly ConversationId[]) => {
  const found = await db.query<{ conversation_id: string; message_id: string }>({
    name: "load-threads",
    text: `select conversation_id, message_id from
             (select conversation_id, message_id, created_at as at, id from delivery
              where conversation_id = any($1) and state in ('accepted', 'ambiguous', 'bounced')
              union all
              select conversation_id, message_id, received_at, id from inbound_mail
              where conversation_id = any($1) and state = 'posted' and because is distinct from 'another-sender'
                and message_id is not null) as mail
           order by at, id`,
    values: [ids],
  });
  return ids.map((id) => found.rows.filter((row) => row.conversation_id === id).map((row) => row.message_id));
});

interface Reached {
  readonly id: ConversationId;
  readonly address: EmailAddress;
}

/** Whether a mail was ever accepted for this address in this conversation. */
export const hasReached = askedTogether(async (db, asked: readonly Reached[]) => {
  const found = await db.query<{ conversation_id: string; recipient: string }>({
    name: "have-reached",
    text: `select distinct conversation_id, recipient from delivery
           where conversation_id = any($1) and state = 'accepted'`,
    values: [asked.map(({ id }) => id)],
  });
  return asked.map(({ id, address }) =>
    found.rows.some((row) => row.conversation_id === id && row.recipient === address),
  );
});

const toCarried = (row: AuthoredRow): CarriedMessage => ({
  seq: row.seq,
  author: { kind: row.authorKind, name: row.authorName, publicName: row.publicName, photo: row.photo },
  text: row.text,
  attachments: row.attachments,
  at: row.postedAt,
});
