/** How fast, and how often, mail leaves. */
import {
  conversationId,
  type ConversationId,
  deliveryId,
  type DeliveryId,
  instant,
  type Instant,
} from "../../../domain/ids.ts";
import {
  FIRST_MAILS_A_RECIPIENT,
  FIRST_MAILS_A_SESSION,
  MAILS_A_CONVERSATION,
} from "../../../domain/continuity/mail-caps.ts";
import type { MailLimitsTx } from "../../../ports/continuity/mail-limits-tx.ts";
import type { Rings } from "../rings.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedOnce, askedTogether, toldTogether } from "../tx/asked-together.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function mailLimitsTx(db: TxConnection, rings: Pick<Rings, "wake" | "wayOut">): MailLimitsTx {
  return {
    ...relayTrouble(db, rings),
    loadPace: (domain) => loadPace(db, domain),
    async savePace(domain, pace, because) {
      if (pace === null) {
        await db.send("delete from domain_pace where domain = $1", [domain]);
        return;
      }
      await db.send(
        `insert into domain_pace (domain, not_before, step, because) values ($1, $2, $3, $4)
         on conflict (domain) do update set because = excluded.because,
           not_before = greatest(domain_pace.not_before, excluded.not_before),
           step = greatest(domain_pace.step, excluded.step)`,
        [domain, pace.notBefore, pace.step, because],
      );
    },
    async loadWaiting(domain) {
      const found = await db.query<{ id: string; conversation_id: string }>(
        `select id, conversation_id from delivery
         where state in ('queued', 'deferred', 'ambiguous') and split_part(recipient, '@', 2) = $1 order by created_at, id`,
        [domain],
      );
      return found.rows.map((row) => ({
        id: deliveryId(row.id),
        conversationId: conversationId(row.conversation_id),
      }));
    },
    hold: (id, until) => hold(db, { id, until }),
    async loadCapFacts(id, { address, isProved }, now) {
      const mails = await loadMails(db, id);
      const isFirst = !isProved && mails.every((row) => row.recipient !== address);
      return {
        inConversation: mails
          .filter((row) => row.created_at > now - MAILS_A_CONVERSATION.within)
          .map((row) => instant(row.created_at)),
        firstMails: !isFirst
          ? null
          : {
              ofSession: await firstMails(db, OF_SESSION, [id, now - FIRST_MAILS_A_SESSION.within]),
              toRecipient: await firstMails(db, TO_RECIPIENT, [address, now - FIRST_MAILS_A_RECIPIENT.within]),
            },
      };
    },
  };
}

function relayTrouble(
  db: TxConnection,
  rings: Pick<Rings, "wake" | "wayOut">,
): Pick<MailLimitsTx, "loadRelayTrouble" | "noteRelayTrouble" | "endRelayTrouble" | "tryOldestOfRelay"> {
  /** Those that nobody runs or looks at this moment; whoever does decides anew when to try again. */
  const wakeFailed = async (most: number | null, now: Instant): Promise<number> => {
    const woken = await db.query(
      `with failed as materialized (
         select job.id, created_at from delivery join job on kind = 'deliver-mail' and key = delivery.id::text
         where relay_failed and lease_until is null and dead_at is null
         order by created_at limit $2 for update of job skip locked)
       update job set due_at = least(due_at, $1, failed.created_at), version = version + 1
       from failed where job.id = failed.id`,
      [now, most],
    );
    if (woken.rowCount !== 0) rings.wake(now);
    return woken.rowCount ?? 0;
  };
  return {
    loadRelayTrouble: () => loadRelayTrouble(db),
    async noteRelayTrouble(said, now) {
      const noted = await db.query<{ is_new: boolean }>(
        `insert into relay_trouble (since, last_at, said) values ($1, $1, $2)
         on conflict (id) do update set last_at = excluded.last_at, said = excluded.said returning xmax = 0 as is_new`,
        [now, said],
      );
      if (noted.rows[0]?.is_new === true) rings.wayOut();
    },
    async endRelayTrouble(now) {
      const ended = await db.query("delete from relay_trouble", []);
      if (ended.rowCount !== 0) rings.wayOut();
      return wakeFailed(null, now);
    },
    tryOldestOfRelay: async (now) => (await wakeFailed(1, now)) > 0,
  };
}

const loadPace = askedTogether(async (db, domains: readonly string[]) => {
  const found = await db.query<{ domain: string; not_before: number; step: number }>({
    name: "paces-of-domains",
    text: "select domain, not_before, step from domain_pace where domain = any($1)",
    values: [domains],
  });
  const paces = new Map(found.rows.map((row) => [row.domain, { notBefore: instant(row.not_before), step: row.step }]));
  return domains.map((domain) => paces.get(domain) ?? null);
});

const loadRelayTrouble = askedOnce(async (db) => {
  const found = await db.query<{ since: number; said: string }>({
    name: "relay-trouble",
    text: "select since, said from relay_trouble",
    values: [],
  });
  const [row] = found.rows;
  return row === undefined ? null : { since: instant(row.since), said: row.said };
});

interface Held {
  readonly id: DeliveryId;
  readonly until: Instant | null;
}

const HELD = askedRows<Held>({ id: ["uuid", ({ id }) => id], until: ["bigint", ({ until }) => until] });

const hold = toldTogether((db, held: readonly Held[]) =>
  db.query({
    name: "hold-mails",
    text: `update delivery set not_before = asked.until from ${HELD.sql}
           where delivery.id = asked.id and not_before is distinct from asked.until`,
    values: HELD.values(held),
  }),
);

interface MailRow {
  readonly conversation_id: string;
  readonly created_at: number;
  readonly recipient: string;
}

const loadMails = askedTogether(async (db, ids: readonly ConversationId[]) => {
  const found = await db.query<MailRow>({
    name: "mails-of-conversations",
    text: `select conversation_id, created_at, recipient from delivery
           where conversation_id = any($1) and state <> 'cancelled'`,
    values: [ids],
  });
  return ids.map((id) => found.rows.filter((row) => row.conversation_id === id));
});

/** Only addresses that are still unproved count: whoever answered was no stranger. */
const UNPROVED = "(address_state is distinct from 'proved' or address is distinct from recipient)";
const OF_SESSION = "started_by = (select started_by from conversation where id = $1)";
const TO_RECIPIENT = "recipient = $1";

async function firstMails(
  db: TxConnection,
  whose: string,
  values: readonly (string | number)[],
): Promise<readonly Instant[]> {
  const found = await db.query<{ at: number }>(
    `select min(delivery.created_at) as at
     from delivery join conversation on conversation.id = delivery.conversation_id
     where ${whose} and state <> 'cancelled' and ${UNPROVED}
     group by conversation_id, recipient having min(delivery.created_at) > $2`,
    [...values],
  );
  return found.rows.map((row) => instant(row.at));
}
