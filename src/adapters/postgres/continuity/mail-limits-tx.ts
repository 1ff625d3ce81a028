/** How fast, and how often, mail leaves. */
import { deliveryId, instant, type Instant } from "../../../domain/ids.ts";
import {
  FIRST_MAILS_A_RECIPIENT,
  FIRST_MAILS_A_SESSION,
  MAILS_A_CONVERSATION,
} from "../../../domain/continuity/mail-caps.ts";
import type { MailLimitsTx } from "../../../ports/continuity/mail-limits-tx.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx-connection.ts";

export function mailLimitsTx(db: TxConnection, rings: Pick<Rings, "wake">): MailLimitsTx {
  return {
    ...relayTrouble(db, rings),
    async loadPace(domain) {
      const found = await db.query<{ not_before: number; step: number }>({
        name: "domain-pace",
        text: "select not_before, step from domain_pace where domain = $1",
        values: [domain],
      });
      const [row] = found.rows;
      return row === undefined ? null : { notBefore: instant(row.not_before), step: row.step };
    },
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
      const found = await db.query<{ id: string }>(
        `select id from delivery
         where state in ('queued', 'deferred', 'ambiguous') and split_part(recipient, '@', 2) = $1 order by created_at, id`,
        [domain],
      );
      return found.rows.map(({ id }) => deliveryId(id));
    },
    async hold(id, until) {
      await db.send("update delivery set not_before = $2 where id = $1 and not_before is distinct from $2", [
        id,
        until,
      ]);
    },
    async loadCapFacts(id, { address, isProved }, now) {
      const found = await db.query<{ created_at: number; recipient: string }>({
        name: "mails-of-conversation",
        text: `select created_at, recipient from delivery where conversation_id = $1 and state <> 'cancelled'`,
        values: [id],
      });
      const isFirst = !isProved && found.rows.every((row) => row.recipient !== address);
      return {
        inConversation: found.rows
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
  rings: Pick<Rings, "wake">,
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
    async loadRelayTrouble() {
      const found = await db.query<{ since: number; said: string }>({
        name: "relay-trouble",
        text: "select since, said from relay_trouble",
        values: [],
      });
      const [row] = found.rows;
      return row === undefined ? null : { since: instant(row.since), said: row.said };
    },
    async noteRelayTrouble(said, now) {
      await db.send(
        `insert into relay_trouble (since, last_at, said) values ($1, $1, $2)
         on conflict (id) do update set last_at = excluded.last_at, said = excluded.said`,
        [now, said],
      );
    },
    async endRelayTrouble(now) {
      await db.send("delete from relay_trouble", []);
      return wakeFailed(null, now);
    },
    tryOldestOfRelay: async (now) => (await wakeFailed(1, now)) > 0,
  };
}

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
