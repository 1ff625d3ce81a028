/** Rows of the outbox. */
import type { DeliveryState } from "../../../domain/continuity/delivery.ts";
import type { Delivery, DraftedDelivery } from "../../../domain/continuity/outgoing.ts";
import {
  conversationId,
  type ConversationId,
  deliveryId,
  type DeliveryId,
  emailAddress,
  instant,
  seq as toSeq,
} from "../../../domain/ids.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedTogether, toldTogether } from "../tx/asked-together.ts";

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

/** Lists are of many lengths, which no array of SQL may be. */
const SEQS = (column: string): string => `array(select jsonb_array_elements_text(asked.${column})::int)`;

const DRAFTED = askedRows<DraftedDelivery>({
  id: ["uuid", ({ id }) => id],
  conversation_id: ["uuid", (delivery) => delivery.conversationId],
  recipient: ["text", ({ recipient }) => recipient],
  message_id: ["text", ({ messageId }) => messageId],
  seqs: ["jsonb", ({ seqs }) => JSON.stringify(seqs)],
  wanted: ["jsonb", ({ wanted }) => JSON.stringify(wanted)],
  fingerprint: ["text", ({ fingerprint }) => fingerprint],
  send_now: ["boolean", ({ sendNow }) => sendNow],
  created_at: ["bigint", ({ createdAt }) => createdAt],
});

export const insertDelivery = toldTogether((db, deliveries: readonly DraftedDelivery[]) =>
  db.query({
    name: "insert-deliveries",
    text: `insert into delivery (id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint, send_now, created_at)
           select id, conversation_id, recipient, message_id, 'queued', ${SEQS("seqs")}, ${SEQS("wanted")}, fingerprint,
             send_now, created_at from ${DRAFTED.sql}`,
    values: DRAFTED.values(deliveries),
  }),
);

/** Null: there is no such mail. */
export const findDelivery = askedTogether(async (db, ids: readonly DeliveryId[]) => {
  const found = await db.query<DeliveryRow>({
    name: "find-deliveries",
    text: `select id, conversation_id, recipient, message_id, state, seqs, wanted, fingerprint, send_now, attempts,
             first_attempt_at, created_at,
             exists (select 1 from delivery_attempt where delivery_id = id
                       and (outcome = 'ambiguous' or outcome is null and number < attempts)) as was_ambiguous
           from delivery where id = any($1)`,
    values: [ids],
  });
  const deliveries = new Map(found.rows.map((row) => [row.id, toDelivery(row)]));
  return ids.map((id) => deliveries.get(id) ?? null);
});

/** The mail of a conversation that has not come to its end; null: none. */
export const findInFlight = askedTogether(async (db, ids: readonly ConversationId[]) => {
  const found = await db.query<Pick<DeliveryRow, "id" | "state" | "conversation_id">>({
    name: "deliveries-in-flight",
    text: `select id, state, conversation_id from delivery
           where conversation_id = any($1) and state in ('queued', 'sending', 'deferred', 'ambiguous')`,
    values: [ids],
  });
  const inFlight = new Map(
    found.rows.map((row) => [row.conversation_id, { id: deliveryId(row.id), state: row.state }]),
  );
  return ids.map((id) => inFlight.get(id) ?? null);
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
