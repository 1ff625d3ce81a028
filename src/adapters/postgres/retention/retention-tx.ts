/** Slices of what has perished. Each statement finds its rows by an index, and waits for nobody. */
import type { Perishable } from "../../../domain/retention/retention.ts";
import type { RetentionTx } from "../../../ports/retention/retention-tx.ts";
import { forgetNobodies } from "../people/forget-nobodies.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

interface Slice {
  readonly table: string;
  /** What its age is counted from: an expression that an index holds. */
  readonly ended: string;
  readonly and?: string;
}

const SLICES: Readonly<Record<Exclude<Perishable, "widget-sessions">, Slice>> = {
  "raw-mail": {
    table: "raw_mail",
    ended: "stored_at",
    // What was never read says nothing yet of who wrote it, and what.
    and: `not exists (select from inbound_mail where id = inbound_mail_id and state = 'stored')`,
  },
  "agent-sessions": { table: "agent_session", ended: "expires_at" },
  "mail-links": { table: "mail_link", ended: "expires_at" },
  "password-resets": { table: "password_reset", ended: "expires_at" },
  connections: { table: "connection", ended: "closed_at" },
  "rate-windows": { table: "rate_window", ended: "opened_at" },
  "dead-jobs": { table: "job", ended: "dead_at" },
  "delivery-attempts": {
    table: "delivery_attempt",
    ended: "started_at",
    and: "exists (select from delivery where id = delivery_id and settled_at is not null)",
  },
  "audit-events": { table: "audit_event", ended: "at" },
  "trigger-firings": {
    table: "trigger_firing",
    ended: "at",
    // That it has fired in a conversation is remembered while the conversation can go on.
    and: `(outcome <> 'fired' or (select status from conversation where id = conversation_id) = 'closed')`,
  },
};

const WIDGET_SESSIONS: Slice = { table: "widget_session", ended: "least(expires_at, revoked_at)" };

const deletion = ({ table, ended, and = "true" }: Slice): string =>
  `delete from ${table} where ctid = any(array(
     select ctid from ${table} where ${ended} < $1 and ${and} order by ${ended} limit $2 for update skip locked))`;

export function retentionTx(db: TxConnection): RetentionTx {
  return {
    async forget(what, before, atMost) {
      if (what === "widget-sessions") return forgetSessions(db, before, atMost);
      const gone = await db.query(deletion(SLICES[what]), [before, atMost]);
      return gone.rowCount ?? 0;
    },
  };
}

/** With the last session of somebody who never wrote goes whatever we knew of them. */
async function forgetSessions(db: TxConnection, ...given: [before: number, atMost: number]): Promise<number> {
  const gone = await db.query<{ end_user_id: string }>(`${deletion(WIDGET_SESSIONS)} returning end_user_id`, given);
  const users = gone.rows.map((row) => row.end_user_id);
  await forgetNobodies(db, users);
  return gone.rows.length;
}
