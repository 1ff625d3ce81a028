/** Messaging triggers, their log, and the facts that their conditions speak about. */
import { SHOWN_PRESENCE } from "../people/shown-presence.ts";
import { brandId, type Instant, instant, triggerId } from "../../../domain/ids.ts";
import { hoursAt } from "../../../domain/schedules/hours.ts";
import { WEEKDAYS } from "../../../domain/schedules/schedule.ts";
import { hourOf, wallTime, weekdayOf } from "../../../domain/schedules/zone.ts";
import type {
  Trigger,
  TriggerAction,
  TriggerCondition,
  TriggerEventName,
  TriggerFacts,
  TriggerKey,
} from "../../../domain/triggers/trigger.ts";
import type { TriggerTx } from "../../../ports/triggers/trigger-tx.ts";
import { loadTimesOf } from "../schedules/schedule-tx.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import type { Rings } from "../rings.ts";

interface TriggerRow {
  readonly id: string;
  readonly key: TriggerKey | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly active: boolean;
  readonly once_per_conversation: boolean;
  readonly position: number;
  readonly event: TriggerEventName;
  readonly all_conditions: readonly TriggerCondition[];
  readonly any_conditions: readonly TriggerCondition[];
  readonly actions: readonly TriggerAction[];
  readonly changed_at: number;
}

const COLUMNS = `id, key, name, description, active, once_per_conversation, position, event, all_conditions,
  any_conditions, actions, changed_at`;

export function triggerTx(db: TxConnection, rings: Rings): TriggerTx {
  return {
    async loadActive(event) {
      const found = await db.query<TriggerRow>(
        `select ${COLUMNS} from trigger where active and event = $1 order by position, id`,
        [event],
      );
      return found.rows.map(toTrigger);
    },
    async find(by) {
      const [column, value] = "id" in by ? ["id", by.id] : ["key", by.key];
      const found = await db.query<TriggerRow>(`select ${COLUMNS} from trigger where ${column} = $1`, [value]);
      const [row] = found.rows;
      return row === undefined ? null : toTrigger(row);
    },
    async insert(trigger) {
      await db.send(
        `insert into trigger (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        triggerValues(trigger),
      );
      rings.settings();
    },
    async update(trigger) {
      await db.send(
        `update trigger set (${COLUMNS}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) where id = $1`,
        triggerValues(trigger),
      );
      rings.settings();
    },
    async hasFired(id, conversation) {
      const found = await db.query(
        "select 1 from trigger_firing where trigger_id = $1 and conversation_id = $2 and outcome = 'fired' limit 1",
        [id, conversation],
      );
      return found.rowCount === 1;
    },
    async record(firing) {
      const recorded = await db.query(
        `insert into trigger_firing (id, trigger_id, conversation_id, event_seq, at, outcome, because)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (trigger_id, conversation_id, event_seq) do nothing`,
        [
          firing.id,
          firing.triggerId,
          firing.conversationId,
          firing.eventSeq,
          firing.at,
          firing.outcome,
          firing.because,
        ],
      );
      return recorded.rowCount === 1;
    },
    loadFacts: (id, now) => loadFacts(db, id, now),
  };
}

/** Account status offline: no agent with Chat access is online or away, or it is outside the schedule (product.md §6.3). */
async function loadFacts(db: TxConnection, id: string, now: Instant): Promise<TriggerFacts> {
  const found = await db.query<{
    status: string;
    served: boolean;
    channel: string | null;
    address_known: boolean;
    locale: string;
    name: string | null;
    page_url: string | null;
    brand: string;
    brand_id: string;
    time_zone: string;
    queue: number;
    agents: number;
    tags: readonly string[];
    text: string | null;
  }>(
    `select conversation.status, conversation.served_at is not null as served,
       conversation.last_end_user_channel as channel, conversation.address is not null as address_known,
       end_user.locale, end_user.name, conversation.page_url, brand.name as brand, brand_id,
       (select time_zone from account), conversation.tags,
       (select count(*) from conversation as waiting where waiting.queued_at is not null) as queue,
       (select count(*) from agent where active and chat_access and ${SHOWN_PRESENCE} in ('online', 'away')) as agents,
       (select body from message where message.conversation_id = conversation.id and author_kind = 'end-user'
          and visibility = 'public' and another_sender is null order by seq desc limit 1) as text
     from conversation join end_user on end_user.id = conversation.end_user_id join brand on brand.id = conversation.brand_id
     where conversation.id = $1`,
    [id],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error(`conversation ${id} has no facts: it is not there`);
  const times = await loadTimesOf(db, brandId(row.brand_id));
  const isOpen = times === null || hoursAt(times, now).isOpen;
  const wall = wallTime(row.time_zone, now);
  return {
    "account-status": row.agents > 0 && isOpen ? "online" : "offline",
    "within-business-hours": isOpen,
    "hour-of-day": hourOf(wall),
    "day-of-week": WEEKDAYS[weekdayOf(wall)] ?? "",
    "conversation-status": row.status,
    served: row.served,
    channel: row.channel ?? "messaging",
    "email-known": row.address_known,
    language: row.locale,
    "customer-name": row.name ?? "",
    "page-url": row.page_url ?? "",
    brand: row.brand,
    "queue-size": row.queue,
    tags: row.tags,
    text: row.text ?? "",
  };
}

const toTrigger = (row: TriggerRow): Trigger => ({
  id: triggerId(row.id),
  key: row.key,
  name: row.name,
  description: row.description,
  active: row.active,
  oncePerConversation: row.once_per_conversation,
  position: row.position,
  event: row.event,
  all: row.all_conditions,
  any: row.any_conditions,
  actions: row.actions,
  changedAt: instant(row.changed_at),
});

const triggerValues = (trigger: Trigger): unknown[] => [
  trigger.id,
  trigger.key,
  trigger.name,
  trigger.description,
  trigger.active,
  trigger.oncePerConversation,
  trigger.position,
  trigger.event,
  JSON.stringify(trigger.all),
  JSON.stringify(trigger.any),
  JSON.stringify(trigger.actions),
  trigger.changedAt,
];
