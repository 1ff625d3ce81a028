/** The outbox: one row a mail, written in the transaction that decides, looked at again when it leaves. */
import {
  conversationId,
  type ConversationId,
  deliveryId,
  type DeliveryId,
  emailAddress,
  instant,
  type Instant,
  seq as toSeq,
  type Seq,
} from "../../../domain/ids.ts";
import { type DeliveryState, nextDeliveryState } from "../../../domain/continuity/delivery.ts";
import type { DeliveryTx } from "../../../ports/continuity/delivery-tx.ts";
import type { CarriedMessage, Delivery } from "../../../domain/continuity/outgoing.ts";
import { CARRIED, type CarriedRow } from "../conversation/message-columns.ts";
import type { LeasedJob } from "../../../ports/job-tx.ts";
import { lockOf } from "../conversation/locking.ts";
import { holdsLease } from "../job-tx.ts";
import type { TxConnection } from "../tx-connection.ts";

interface DeliveryRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly recipient: string;
  readonly message_id: string;
  readonly state: DeliveryState;
  readonly seqs: readonly number[];
  readonly wanted: readonly number[];
  readonly fingerprint: string;
  readonly send_now: boolean;
  readonly was_ambiguous: boolean;
  readonly attempts: number;
  readonly first_attempt_at: number | null;
  readonly created_at: number;
}

export function deliveryTx(db: TxConnection): DeliveryTx {
  return {
    async insert(delivery) {
      await db.send(
        `insert into delivery (id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint,
           send_now, created_at)
         values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9)`,
        [
          delivery.id,
          delivery.conversationId,
          delivery.recipient,
          delivery.messageId,
          delivery.seqs,
          delivery.wanted,
          delivery.fingerprint,
          delivery.sendNow,
          delivery.createdAt,
        ],
      );
    },
    clearWay: (id, now) => clearWay(db, id, now),
    find: (id) => find(db, id),
    lockForAttempt: (id, job) => lockForAttempt(db, id, job),
    ...contents(db),
    ...attempts(db),
    async loadFailures(address, except) {
      const found = await db.query<{ settled_at: number }>(
        `select settled_at from delivery
         where recipient = $1 and id <> $2 and state in ('bounced', 'refused') and settled_at is not null`,
        [address, except],
      );
      return found.rows.map((row) => instant(row.settled_at));
    },
  };
}

async function find(db: TxConnection, id: DeliveryId): Promise<Delivery | null> {
  const found = await db.query<DeliveryRow>(
    `select id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint, send_now, attempts,
       first_attempt_at, created_at,
       exists (select 1 from delivery_attempt
               where delivery_id = id and (outcome = 'ambiguous' or outcome is null and number < attempts)) as was_ambiguous
     from delivery where id = $1`,
    [id],
  );
  const [row] = found.rows;
  return row === undefined ? null : toDelivery(row);
}

async function lockForAttempt(
  db: TxConnection,
  id: DeliveryId,
  job: LeasedJob,
): ReturnType<DeliveryTx["lockForAttempt"]> {
  // In this order: the mail is read, and the lease judged, under the lock of the conversation.
  const [locked, delivery, isOurs] = await Promise.all([lockOf(db, id), find(db, id), holdsLease(db, job)]);
  return locked === null || delivery === null || !isOurs ? null : { locked, delivery };
}

/** What a mail says, and what it follows. */
function contents(db: TxConnection): Pick<DeliveryTx, "loadCarried" | "loadContext" | "loadThread" | "hasReached"> {
  return {
    loadCarried: (id, seqs) => loadCarried(db, id, seqs),
    async loadContext(id, before, most) {
      const found = await db.query<CarriedRow>(
        `select ${CARRIED} from message
         where conversation_id = $1 and seq < $2 and visibility = 'public' and deleted_at is null
           and another_sender is null and author_kind <> 'system' and (body <> '' or attachments <> '[]')
         order by seq desc limit $3`,
        [id, before, most],
      );
      return found.rows.toReversed().map(toCarried);
    },
    async loadThread(id) {
      const found = await db.query<{ message_id: string }>(
        `select message_id from
           (select message_id, created_at as at, id from delivery
            where conversation_id = $1 and state in ('accepted', 'ambiguous', 'bounced')
            union all
            select message_id, received_at, id from inbound_mail
            where conversation_id = $1 and state = 'posted' and because is distinct from 'another-sender'
              and message_id is not null) as mail
         order by at, id`,
        [id],
      );
      return found.rows.map((row) => row.message_id);
    },
    async hasReached(id, address) {
      const found = await db.query(
        "select 1 from delivery where conversation_id = $1 and recipient = $2 and state = 'accepted' limit 1",
        [id, address],
      );
      return found.rowCount === 1;
    },
  };
}

function attempts(db: TxConnection): Pick<DeliveryTx, "startAttempt" | "loadFrozen" | "recordOutcome" | "setState"> {
  return {
    async startAttempt(id, frozen, now) {
      await db.send(
        `update delivery set state = 'sending', attempts = attempts + 1,
           first_attempt_at = coalesce(first_attempt_at, $4),
           raw = coalesce($2, raw), sent_text = coalesce($3, sent_text), subject = coalesce($5, subject)
         where id = $1`,
        [id, frozen === null ? null : Buffer.from(frozen.raw), frozen?.text ?? null, now, frozen?.subject ?? null],
      );
      await db.send(
        `insert into delivery_attempt (delivery_id, number, started_at)
         select id, attempts, $2 from delivery where id = $1`,
        [id, now],
      );
    },
    async loadFrozen(id) {
      const found = await db.query<{ raw: Buffer | null }>("select raw from delivery where id = $1", [id]);
      return found.rows[0]?.raw ?? null;
    },
    async recordOutcome(id, state, outcome, now) {
      await db.send(
        `update delivery_attempt set ended_at = $2, outcome = $3, code = $4, reply = $5
         where delivery_id = $1 and number = (select attempts from delivery where id = $1)`,
        [id, now, outcome.kind, outcome.code, outcome.reply],
      );
      await db.send("update delivery set relay_failed = $2 where id = $1 and relay_failed <> $2", [
        id,
        outcome.ofRelay === true && state === "deferred",
      ]);
      await setState(db, id, state, null, now);
    },
    setState: (id, state, because, now) => setState(db, id, state, because, now),
  };
}

async function clearWay(db: TxConnection, id: ConversationId, now: Instant): Promise<boolean> {
  const inFlight = await db.query<{ id: string; state: DeliveryState }>(
    `select id, state from delivery
     where conversation_id = $1 and state in ('queued', 'sending', 'deferred', 'ambiguous')`,
    [id],
  );
  const [row] = inFlight.rows;
  if (row === undefined) return true;
  const state = nextDeliveryState(row.state, "cancelled");
  if (state !== "cancelled") return false;
  await setState(db, deliveryId(row.id), state, "nothing-waiting", now);
  return true;
}

const SETTLED: readonly DeliveryState[] = ["accepted", "refused", "cancelled", "bounced"];

async function setState(
  db: TxConnection,
  ...[id, state, because, now]: Parameters<DeliveryTx["setState"]>
): Promise<void> {
  await db.send(
    `update delivery set state = $2, because = coalesce($3, because), settled_at = $4::instant,
       -- Nothing sends the bytes again. What never left is forgotten; what may have arrived is what an answer quotes.
       raw = case when $4::instant is null then raw end,
       sent_text = case when $2 = 'cancelled' and state in ('queued', 'deferred') then null else sent_text end
     where id = $1`,
    [id, state, because, SETTLED.includes(state) ? now : null],
  );
}

async function loadCarried(
  db: TxConnection,
  id: ConversationId,
  seqs: readonly Seq[],
): Promise<readonly CarriedMessage[]> {
  const found = await db.query<CarriedRow>(
    `select ${CARRIED} from message
     where conversation_id = $1 and seq = any($2) and visibility = 'public' and deleted_at is null order by seq`,
    [id, seqs],
  );
  return found.rows.map(toCarried);
}

const toCarried = (row: CarriedRow): CarriedMessage => ({
  seq: row.seq,
  author: { kind: row.authorKind, name: row.authorName },
  text: row.text,
  attachments: row.attachments,
  at: row.postedAt,
});

const toDelivery = (row: DeliveryRow): Delivery => ({
  id: deliveryId(row.id),
  conversationId: conversationId(row.conversation_id),
  recipient: emailAddress(row.recipient),
  messageId: row.message_id,
  state: row.state,
  seqs: row.seqs.map(toSeq),
  wanted: row.wanted.map(toSeq),
  fingerprint: row.fingerprint,
  sendNow: row.send_now,
  wasAmbiguous: row.was_ambiguous,
  attempts: row.attempts,
  firstAttemptAt: row.first_attempt_at === null ? null : instant(row.first_attempt_at),
  createdAt: instant(row.created_at),
});
