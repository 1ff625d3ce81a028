/** The write side of conversations: lock, insert, apply a decision. */
import type { Change } from "../../../domain/change.ts";
import { isEmpty } from "../../../domain/change.ts";
import type { LockedConversation, MessageForm } from "../../../domain/conversation/conversation.ts";
import { OVER } from "../../../domain/conversation/list-views.ts";
import {
  agentId,
  conversationId,
  type ConversationId,
  instant,
  type Revision,
  seq as toSeq,
} from "../../../domain/ids.ts";
import type { TriggerEvent, TriggerEventName } from "../../../domain/triggers/trigger.ts";
import type { ConversationTx } from "../../../ports/conversation/conversation-tx.ts";
import type { NewJob } from "../../../ports/job-tx.ts";
import { askPresence, loadContinuityFacts } from "../continuity/continuity-facts.ts";
import { askedTogether } from "../tx/asked-together.ts";
import { applyPatches, insertMessages } from "./message-rows.ts";
import { noteContinuity, updateHead } from "./head-rows.ts";
import { openToPerson } from "../sessions/identity-tx.ts";
import { changeLinks } from "../sessions/link-tx.ts";
import { lock } from "./locking.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { CONVERSATION_COLUMNS, type ConversationRow, toConversation } from "../rows.ts";
import { wakeJob } from "../wake-job.ts";
import type { Rings } from "../rings.ts";

interface Deps {
  readonly db: TxConnection;
  readonly rings: Rings;
  readonly newId: () => string;
}

export function conversationTx(deps: Deps): ConversationTx {
  const { db } = deps;
  return {
    lock: (id) => lock(db, id),
    insert: (conversation) => insert(deps, conversation),
    apply: (locked, change) => apply(deps, locked, change),
    findStarted: (sessionId, clientId) => findStarted(db, sessionId, clientId),
    async findPosted(id, authorId, clientId) {
      const found = await db.query<{ seq: number; posted_at: number }>(
        "select seq, posted_at from message where conversation_id = $1 and author_id = $2 and client_id = $3",
        [id, authorId, clientId],
      );
      const [row] = found.rows;
      return row === undefined ? null : { seq: toSeq(row.seq), postedAt: instant(row.posted_at) };
    },
    findUnansweredSince: (id) => findUnansweredSince(db, id),
    async findHeldBy(id) {
      const found = await db.query<{ id: ConversationId }>(
        "select id from conversation where assignee_id = $1 and status <> all($2) order by id",
        [id, OVER],
      );
      return found.rows.map((row) => row.id);
    },
    findEditable: (id, at) => findEditable(db, id, at),
    async loadForms(id) {
      const found = await db.query<{ seq: number; form: MessageForm }>(
        "select seq, form from message where conversation_id = $1 and form is not null order by seq",
        [id],
      );
      return found.rows.map((row) => ({ seq: toSeq(row.seq), form: row.form }));
    },
    loadPresence: (id, now) => askPresence(db, { id, now }),
    async noteContinuity(id, note) {
      const raised = await noteContinuity(db, { id, note });
      if (raised !== null) deps.rings.conversation(id, raised);
    },
    loadContinuityFacts: (locked, now) => loadContinuityFacts(db, locked, now),
  };
}

async function insert(
  { db, rings }: Deps,
  conversation: Parameters<ConversationTx["insert"]>[0],
): Promise<LockedConversation> {
  const inserted = await db.query<ConversationRow>(
    `insert into conversation (id, brand_id, end_user_id, status, origin, queued_at, page_url, started_by,
       start_client_id, follow_up_of, last_message_at, created_at, muted, subject, display_name)
     values ($1, $2, $3, 'new', $4, case when $10 then null else $5::bigint end, $6, $7, $8, $9, $5, $5, $10, $11, $12)
     returning ${CONVERSATION_COLUMNS}`,
    [
      conversation.id,
      conversation.brandId,
      conversation.endUserId,
      conversation.origin,
      conversation.createdAt,
      conversation.pageUrl,
      conversation.startedBy?.sessionId ?? null,
      conversation.startedBy?.clientId ?? null,
      conversation.followUpOf,
      conversation.isMuted ?? false,
      conversation.subject,
      conversation.displayName ?? null,
    ],
  );
  const [row] = inserted.rows;
  if (row === undefined) throw new Error(`conversation ${conversation.id} was not inserted`);
  await openToPerson(db, rings, { id: conversation.id, isNew: true });
  return { head: toConversation(row), openReplies: [] };
}

async function apply(deps: Deps, locked: LockedConversation, change: Change): Promise<Revision> {
  const { head } = locked;
  if (isEmpty(change)) return head.revision;
  const { db } = deps;
  const [{ seq, revision }, triggered] = await Promise.all([
    updateHead(db, head.id, { head: change.head, posts: change.posts.length }),
    loadTriggered(db, change.events),
  ]);
  await insertMessages(db, change.posts, {
    conversationId: head.id,
    after: toSeq(seq - change.posts.length),
    revision,
  });
  await applyPatches(db, change.patches, { conversationId: head.id, revision });
  for (const each of change.wakes) {
    await wake(deps, { ...each, key: head.id, payload: { conversationId: head.id } });
  }
  await followPerson(deps, head, change.head);
  if (change.links !== undefined) await changeLinks(db, deps.rings, change.links, { id: head.id, revision });
  await queueTriggers(deps, head.id, triggered);
  deps.rings.conversation(head.id, revision);
  return revision;
}

/** Whose it is, or by which address it is somebody's, is not what it was. */
async function followPerson(
  { db, rings }: Deps,
  { id, endUserId, origin, revision }: LockedConversation["head"],
  { endUserId: person, address }: Change["head"],
): Promise<void> {
  if (person !== undefined) {
    await db.send("update message set author_id = $3 where conversation_id = $1 and author_id = $2", [
      id,
      endUserId,
      person,
    ]);
  }
  const isByAddress = origin === "email" && address?.state === "proved";
  if (person !== undefined || isByAddress) await openToPerson(db, rings, { id, isNew: revision === 0 });
}

interface Triggered {
  readonly event: TriggerEvent;
  readonly triggerId: string;
}

/** Which triggers answer these events, in their order. */
async function loadTriggered(db: TxConnection, events: readonly TriggerEvent[]): Promise<readonly Triggered[]> {
  const found = await Promise.all(
    events.map(async (event) => (await loadActive(db, event.name)).map((triggerId) => ({ event, triggerId }))),
  );
  return found.flat();
}

const loadActive = askedTogether(async (db, names: readonly TriggerEventName[]) => {
  const active = await db.query<{ id: string; event: TriggerEventName }>({
    name: "active-triggers-of-events",
    text: "select id, event from trigger where active and event = any($1) order by position",
    values: [names],
  });
  return names.map((name) => active.rows.filter(({ event }) => event === name).map(({ id }) => id));
});

/** One job a trigger and event, so that a slow trigger holds up no other. */
async function queueTriggers(deps: Deps, id: ConversationId, triggered: readonly Triggered[]): Promise<void> {
  for (const { event, triggerId } of triggered) {
    const payload = { conversationId: id, triggerId, event: event.name, at: event.at, seq: event.seq, step: 0 };
    await wake(deps, { kind: "run-trigger", key: `${id}:${triggerId}:${event.seq}`, payload, dueAt: event.at });
  }
}

function wake({ db, newId, rings }: Deps, job: NewJob): Promise<void> {
  rings.wake(job.dueAt);
  return wakeJob(db, { ...job, id: newId() });
}

async function findStarted(
  db: TxConnection,
  ...[session, client]: Parameters<ConversationTx["findStarted"]>
): Promise<ConversationId | null> {
  // The same first message sent twice at once: the second waits here, and finds what the first has begun.
  await db.send("select pg_advisory_xact_lock(hashtextextended($1 || $2, 0))", [session, client]);
  const found = await db.query<{ id: string }>(
    "select id from conversation where started_by = $1 and start_client_id = $2",
    [session, client],
  );
  const [row] = found.rows;
  return row === undefined ? null : conversationId(row.id);
}

async function findUnansweredSince(
  db: TxConnection,
  id: ConversationId,
): ReturnType<ConversationTx["findUnansweredSince"]> {
  const found = await db.query<{ since: number | null }>(
    `select min(posted_at) as since from message
     where conversation_id = $1 and author_kind = 'end-user' and visibility = 'public' and another_sender is null and seq > coalesce(
       (select max(seq) from message where conversation_id = $1 and author_kind = 'agent' and visibility = 'public'), 0)`,
    [id],
  );
  const since = found.rows[0]?.since ?? null;
  return since === null ? null : instant(since);
}

async function findEditable(
  db: TxConnection,
  ...[id, at]: Parameters<ConversationTx["findEditable"]>
): ReturnType<ConversationTx["findEditable"]> {
  const found = await db.query<{ author_id: string | null; author_kind: string; deleted: boolean; mailed: boolean }>(
    `select author_id, author_kind, deleted_at is not null as deleted, mailed_at is not null as mailed
     from message where conversation_id = $1 and seq = $2`,
    [id, at],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const isAgents = row.author_kind === "agent" && row.author_id !== null;
  return {
    seq: at,
    authorId: isAgents && row.author_id !== null ? agentId(row.author_id) : null,
    deleted: row.deleted,
    mailed: row.mailed,
  };
}
