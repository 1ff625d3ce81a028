/**
 * Conversations locked for a change, and what decisions read of them. The statements of each function leave together, and
 * run in the order in which they stand here: what comes behind the lock is read under it.
 */
import { UNREAD_FATES } from "../../../domain/continuity/fate.ts";
import type { LockedConversation, OpenReply } from "../../../domain/conversation/conversation.ts";
import { type ConversationId, type DeliveryId, type Instant, type Seq } from "../../../domain/ids.ts";
import type { AccessTx } from "../../../ports/sessions/access-tx.ts";
import { findEndUser } from "../people/find-end-user.ts";
import { CONVERSATION_COLUMNS, type ConversationRow, toConversation } from "../rows.ts";
import { mayOpen, openedBy } from "../sessions/grants.ts";
import { sqlWords } from "../sql-words.ts";
import type { TxConnection } from "../tx-connection.ts";
import { OPEN_REPLY } from "./message-columns.ts";

/** How a conversation is named: in the names of the statements, and in SQL. */
interface Named {
  readonly name: string;
  readonly id: string;
}

const BY_ID: Named = { name: "conversation", id: "$1" };
/** A mail stays in its conversation, so this needs no lock. */
const BY_MAIL: Named = {
  name: "conversation-of-mail",
  id: "(select conversation_id from delivery where delivery.id = $1)",
};
const END_USER = "(select end_user_id from conversation where id = $1)";

/** Null: there is none. */
export const lock = (db: TxConnection, id: ConversationId): Promise<LockedConversation | null> => lockBy(db, BY_ID, id);

/** The same for the conversation of an outgoing mail. */
export const lockOf = (db: TxConnection, id: DeliveryId): Promise<LockedConversation | null> => lockBy(db, BY_MAIL, id);

async function lockBy(
  db: TxConnection,
  by: Named,
  id: ConversationId | DeliveryId,
): Promise<LockedConversation | null> {
  const [heads, openReplies] = await Promise.all([
    db.query<ConversationRow>({
      name: `lock-${by.name}`,
      text: `select ${CONVERSATION_COLUMNS} from conversation where id = ${by.id} for no key update`,
      values: [id],
    }),
    loadOpenReplies(db, by, id),
  ]);
  const [row] = heads.rows;
  return row === undefined ? null : { head: toConversation(row), openReplies };
}

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
    loadOpenReplies(db, BY_ID, id),
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

async function loadOpenReplies(
  db: TxConnection,
  by: Named,
  id: ConversationId | DeliveryId,
): Promise<readonly OpenReply[]> {
  const found = await db.query<OpenReply>({
    name: `load-open-replies-of-${by.name}`,
    text: `select ${OPEN_REPLY},
             case when message.fate = 'withheld' then message.fate_because end as "withheldBecause",
             coalesce(delivery.state in ('queued', 'sending', 'deferred', 'ambiguous'), false) as "inDelivery",
             coalesce(delivery.state in ('sending', 'ambiguous'), false) as "mayHaveLeft"
           from message left join delivery on delivery.id = message.delivery_id
           where message.conversation_id = ${by.id} and message.fate in (${sqlWords(UNREAD_FATES)})
             and message.deleted_at is null
           order by message.seq`,
    values: [id],
  });
  return found.rows;
}
