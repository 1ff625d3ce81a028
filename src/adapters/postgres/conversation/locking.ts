/**
 * Conversations locked for a change, and what decisions read of them. The statements of each function leave together, and
 * run in the order in which they stand here: what comes behind the lock is read under it.
 */
import { UNREAD_FATES } from "../../../domain/continuity/fate.ts";
import type { Conversation, LockedConversation, OpenReply } from "../../../domain/conversation/conversation.ts";
import { type ConversationId, type DeliveryId, type Instant, type Seq } from "../../../domain/ids.ts";
import type { AccessTx } from "../../../ports/sessions/access-tx.ts";
import { askedTogether } from "../tx/asked-together.ts";
import { findEndUser } from "../people/find-end-user.ts";
import { CONVERSATION_COLUMNS, type ConversationRow, toConversation } from "../rows.ts";
import { mayOpen, openedBy } from "../sessions/grants.ts";
import { sqlWords } from "../sql-words.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { OPEN_REPLY } from "./message-columns.ts";

const END_USER = "(select end_user_id from conversation where id = $1)";

/** Null: there is none. */
export const lock = (db: TxConnection, id: ConversationId): Promise<LockedConversation | null> =>
  locked(lockHeads(db, id), loadOpenReplies(db, id));

/** The same for the conversation of an outgoing mail, which stays in it: so it is found without a lock. */
export const lockOf = (db: TxConnection, id: DeliveryId): Promise<LockedConversation | null> =>
  locked(lockHeadsOfMails(db, id), loadOpenRepliesBesideMail(db, id));

async function locked(
  asksHead: Promise<Conversation | null>,
  asksReplies: Promise<readonly OpenReply[]>,
): Promise<LockedConversation | null> {
  const [head, openReplies] = await Promise.all([asksHead, asksReplies]);
  return head === null ? null : { head, openReplies };
}

/** In the order of their ids, as everybody who locks several. */
const lockHeads = askedTogether(async (db, ids: readonly ConversationId[]) => {
  const found = await db.query<ConversationRow>({
    name: "lock-conversations",
    text: `select ${CONVERSATION_COLUMNS} from conversation where id = any($1) order by id for no key update`,
    values: [ids],
  });
  const heads = new Map(found.rows.map((row) => [row.id, toConversation(row)]));
  return ids.map((id) => heads.get(id) ?? null);
});

const lockHeadsOfMails = askedTogether(async (db, ids: readonly DeliveryId[]) => {
  const found = await db.query<ConversationRow & { readonly mail: string }>({
    name: "lock-conversations-of-mails",
    text: `select ${CONVERSATION_COLUMNS}, delivery.id as mail
           from delivery join conversation on conversation.id = delivery.conversation_id
           where delivery.id = any($1) order by conversation.id for no key update of conversation`,
    values: [ids],
  });
  const heads = new Map(found.rows.map((row) => [row.mail, toConversation(row)]));
  return ids.map((id) => heads.get(id) ?? null);
});

/** A visitor's post is the commonest way in: all that it is decided by is one round trip. */
export async function lockForPost(
  db: TxConnection,
  ...[sessionId, { conversationId: id, clientId, now }]: Parameters<AccessTx["lockForPost"]>
): ReturnType<AccessTx["lockForPost"]> {
  const [heads, opened, openReplies, posted, endUser] = await Promise.all([
    db.query<ConversationRow>({
      name: "lock-conversation-of-session",
      text: `select ${CONVERSATION_COLUMNS} from conversation
             where id = $1 and exists (select 1 from ${openedBy("$2", "$3")} as opened where conversation_id = $1)
             for no key update`,
      values: [id, sessionId, now],
    }),
    // Once more behind the lock: a grant that was taken back while this waited for it is gone.
    mayOpen(db, sessionId, id, now),
    loadOpenReplies(db, id),
    db.query<{ seq: Seq; postedAt: Instant }>({
      name: "posted-by-end-user",
      text: `select seq, posted_at as "postedAt" from message
             where conversation_id = $1 and author_id = ${END_USER} and client_id = $2`,
      values: [id, clientId],
    }),
    findEndUser(db, { name: "of-conversation", id: END_USER }, id),
  ]);
  const [row] = heads.rows;
  if (row === undefined || !opened) return null;
  if (endUser === null) throw new Error(`conversation ${id} has no end user`);
  return { locked: { head: toConversation(row), openReplies }, earlier: posted.rows[0] ?? null, endUser };
}

type OpenReplyRow = OpenReply & { readonly of: string };

/** `of`: SQL for what it was asked by. */
const openReplies = (of: string): string => `select ${OPEN_REPLY}, ${of} as of,
    case when message.fate = 'withheld' then message.fate_because end as "withheldBecause",
    coalesce(delivery.state in ('queued', 'sending', 'deferred', 'ambiguous'), false) as "inDelivery",
    coalesce(delivery.state in ('sending', 'ambiguous'), false) as "mayHaveLeft"
  from message left join delivery on delivery.id = message.delivery_id`;
const OPEN = `message.fate in (${sqlWords(UNREAD_FATES)}) and message.deleted_at is null order by message.seq`;

const loadOpenReplies = askedTogether(async (db, ids: readonly ConversationId[]) => {
  const found = await db.query<OpenReplyRow>({
    name: "load-open-replies",
    text: `${openReplies("message.conversation_id")} where message.conversation_id = any($1) and ${OPEN}`,
    values: [ids],
  });
  return repliesOf(found.rows, ids);
});

const loadOpenRepliesBesideMail = askedTogether(async (db, ids: readonly DeliveryId[]) => {
  const found = await db.query<OpenReplyRow>({
    name: "load-open-replies-beside-mails",
    text: `${openReplies("mail.id")} join delivery as mail on mail.conversation_id = message.conversation_id
           where mail.id = any($1) and ${OPEN}`,
    values: [ids],
  });
  return repliesOf(found.rows, ids);
});

function repliesOf(rows: readonly OpenReplyRow[], ids: readonly string[]): readonly (readonly OpenReply[])[] {
  const found = new Map<string, OpenReply[]>(ids.map((id) => [id, []]));
  for (const { of, ...reply } of rows) found.get(of)?.push(reply);
  return ids.map((id) => found.get(id) ?? []);
}
