/** What becomes of mails: attempts, and states. */
import type { DeliveryState } from "../../../domain/continuity/delivery.ts";
import type { DeliveryId, Instant } from "../../../domain/ids.ts";
import type { SendOutcome } from "../../../ports/continuity/mailer.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { toldTogether } from "../tx/asked-together.ts";

interface Started {
  readonly id: DeliveryId;
  /** Null: its bytes were frozen before. */
  readonly frozen: { readonly raw: Uint8Array; readonly text: string; readonly subject: string } | null;
  readonly now: Instant;
}

const STARTED = askedRows<Started>({
  id: ["uuid", ({ id }) => id],
  raw: ["bytea", ({ frozen }) => (frozen === null ? null : Buffer.from(frozen.raw))],
  sent_text: ["text", ({ frozen }) => frozen?.text ?? null],
  subject: ["text", ({ frozen }) => frozen?.subject ?? null],
  now: ["bigint", ({ now }) => now],
});

export const startAttempt = toldTogether((db, started: readonly Started[]) =>
  db.query({
    name: "start-attempts",
    text: `with sending as (
             update delivery set state = 'sending', attempts = attempts + 1,
               first_attempt_at = coalesce(first_attempt_at, asked.now), raw = coalesce(asked.raw, delivery.raw),
               sent_text = coalesce(asked.sent_text, delivery.sent_text),
               subject = coalesce(asked.subject, delivery.subject)
             from ${STARTED.sql} where delivery.id = asked.id returning delivery.id, attempts, asked.now)
           insert into delivery_attempt (delivery_id, number, started_at) select id, attempts, now from sending`,
    values: STARTED.values(started),
  }),
);

interface Ended {
  readonly id: DeliveryId;
  readonly state: DeliveryState;
  readonly outcome: SendOutcome;
  readonly now: Instant;
}

const ENDED = askedRows<Ended>({
  id: ["uuid", ({ id }) => id],
  now: ["bigint", ({ now }) => now],
  outcome: ["text", ({ outcome }) => outcome.kind],
  code: ["int", ({ outcome }) => outcome.code],
  reply: ["text", ({ outcome }) => outcome.reply],
  relay_failed: ["boolean", ({ outcome, state }) => outcome.ofRelay === true && state === "deferred"],
});

/** What the next server said to the attempt that is under way. */
export const endAttempt = toldTogether((db, ended: readonly Ended[]) =>
  db.query({
    name: "end-attempts",
    text: `with asked as materialized (select * from ${ENDED.sql}), failed as (
             update delivery set relay_failed = asked.relay_failed from asked
             where delivery.id = asked.id and delivery.relay_failed <> asked.relay_failed)
           update delivery_attempt set ended_at = asked.now, outcome = asked.outcome, code = asked.code, reply = asked.reply
           from asked join delivery using (id) where delivery_id = asked.id and number = delivery.attempts`,
    values: ENDED.values(ended),
  }),
);

const SETTLED: readonly DeliveryState[] = ["accepted", "refused", "cancelled", "bounced"];

interface Settled {
  readonly id: DeliveryId;
  readonly state: DeliveryState;
  readonly because: string | null;
  readonly now: Instant;
}

const STATES = askedRows<Settled>({
  id: ["uuid", ({ id }) => id],
  state: ["text", ({ state }) => state],
  because: ["text", ({ because }) => because],
  settled_at: ["bigint", ({ state, now }) => (SETTLED.includes(state) ? now : null)],
});

export const setState = toldTogether((db, states: readonly Settled[]) =>
  db.query({
    name: "set-states",
    text: `update delivery set state = asked.state, because = coalesce(asked.because, delivery.because),
             settled_at = asked.settled_at,
             -- Nothing sends the bytes again. What never left is forgotten; what may have arrived is what an answer quotes.
             raw = case when asked.settled_at is null then raw end,
             sent_text = case when asked.state = 'cancelled' and delivery.state in ('queued', 'deferred') then null
                         else sent_text end
           from ${STATES.sql} where delivery.id = asked.id`,
    values: STATES.values(states),
  }),
);
