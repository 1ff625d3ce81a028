/** Rows of mail that came in. */
import type { NewInboundMail } from "../../../domain/inbound-mail/inbound-mail.ts";
import type { InboundState } from "../../../domain/inbound-mail/place-mail.ts";
import type { InboundMailId } from "../../../domain/ids.ts";
import type { InboundOutcome } from "../../../ports/mail/inbound-tx.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedTogether, toldTogether } from "../tx/asked-together.ts";

/** Lists of texts are of many lengths, which no array of SQL may be. */
const TEXTS = (column: string): string => `array(select jsonb_array_elements_text(asked.${column}))`;

const NEW_MAIL = askedRows<NewInboundMail>({
  id: ["uuid", ({ id }) => id],
  received_at: ["bigint", ({ receivedAt }) => receivedAt],
  door: ["text", ({ door }) => door],
  envelope_from: ["text", ({ envelopeFrom }) => envelopeFrom],
  recipients: ["jsonb", ({ recipients }) => JSON.stringify(recipients)],
  remote_address: ["text", ({ remoteAddress }) => remoteAddress],
  helo: ["text", ({ helo }) => helo],
  raw: ["bytea", ({ raw }) => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)],
});

export const store = toldTogether((db, mails: readonly NewInboundMail[]) =>
  db.query({
    name: "store-mails",
    text: `with asked as materialized (select * from ${NEW_MAIL.sql}), mail as (
             insert into inbound_mail (id, received_at, door, envelope_from, recipients, remote_address, helo, state)
             select id, received_at, door, envelope_from, ${TEXTS("recipients")}, remote_address, helo, 'stored' from asked)
           insert into raw_mail (inbound_mail_id, raw, stored_at) select id, raw, received_at from asked`,
    values: NEW_MAIL.values(mails),
  }),
);

/** A mail, and what tells copies of it apart. */
interface Keyed<Key> {
  readonly id: InboundMailId;
  readonly key: Key;
}

const KEYED = askedRows<Keyed<string | null>>({ id: ["uuid", ({ id }) => id], key: ["text", ({ key }) => key] });

/** Null: there is no such mail. In the order of the keys, as everybody who locks several. */
export const lockMail = askedTogether(async (db, mails: readonly Keyed<string | null>[]) => {
  const found = await db.query<{ id: string; state: InboundState }>({
    name: "lock-mails",
    text: `select inbound_mail.id, state,
             case when asked.key is not null then pg_advisory_xact_lock(hashtextextended(asked.key, 0)) end
           from inbound_mail join ${KEYED.sql} using (id) order by asked.key for no key update of inbound_mail`,
    values: KEYED.values(mails),
  });
  const states = new Map(found.rows.map(({ id, state }) => [id, state]));
  return mails.map(({ id }) => states.get(id) ?? null);
});

/** Asked when the key is locked. */
export const holdsKeyAlone = askedTogether(async (db, mails: readonly Keyed<string>[]) => {
  const found = await db.query<{ id: string }>({
    name: "copies-of-mails",
    text: `select asked.id from ${KEYED.sql} join inbound_mail on dedupe_key = asked.key where inbound_mail.id <> asked.id`,
    values: KEYED.values(mails),
  });
  const copies = new Set(found.rows.map(({ id }) => id));
  return mails.map(({ id }) => !copies.has(id));
});

interface Settled {
  readonly id: InboundMailId;
  readonly outcome: InboundOutcome;
}

const SETTLED = askedRows<Settled>({
  id: ["uuid", ({ id }) => id],
  state: ["text", ({ outcome }) => outcome.state],
  verdict: ["text", ({ outcome }) => outcome.verdict],
  because: ["text", ({ outcome }) => outcome.because],
  conversation_id: ["uuid", ({ outcome }) => outcome.conversationId],
  delivery_id: ["uuid", ({ outcome }) => outcome.deliveryId],
  from_address: ["text", ({ outcome }) => outcome.fromAddress],
  subject: ["text", ({ outcome }) => outcome.subject],
  from_name: ["text", ({ outcome }) => outcome.fromName],
  preview: ["text", ({ outcome }) => outcome.preview],
  dedupe_key: ["text", ({ outcome }) => outcome.dedupeKey],
  message_id: ["text", ({ outcome }) => outcome.messageId],
  copied_to: ["jsonb", ({ outcome }) => JSON.stringify(outcome.copiedTo)],
});

export const settle = toldTogether((db, mails: readonly Settled[]) =>
  db.query({
    name: "settle-mails",
    text: `update inbound_mail set state = asked.state, verdict = asked.verdict, because = asked.because,
             conversation_id = asked.conversation_id, delivery_id = asked.delivery_id,
             from_address = asked.from_address, subject = asked.subject, from_name = asked.from_name,
             preview = asked.preview, dedupe_key = coalesce(asked.dedupe_key, inbound_mail.dedupe_key),
             message_id = asked.message_id, copied_to = ${TEXTS("copied_to")}
           from ${SETTLED.sql} where inbound_mail.id = asked.id`,
    values: SETTLED.values(mails),
  }),
);
