/** Cursors of the mailboxes that are read over IMAP. */
import { instant } from "../../../domain/ids.ts";
import type { MailboxTx } from "../../../ports/mail/mailbox-tx.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

interface CursorRow {
  readonly uid_validity: number | null;
  readonly last_uid: number;
  readonly since: number;
  readonly complete_at: number;
}

export function mailboxTx(db: TxConnection): MailboxTx {
  return {
    async hold(name, holder, { now, until }) {
      const held = await db.query(
        `insert into mailbox (name, holder, held_until) values ($1, $2, $4)
         on conflict (name) do update set holder = $2, held_until = $4
         where mailbox.holder is null or mailbox.holder = $2 or mailbox.held_until <= $3`,
        [name, holder, now, until],
      );
      return held.rowCount === 1;
    },
    async release(name, holder) {
      await db.send("update mailbox set holder = null, held_until = null where name = $1 and holder = $2", [
        name,
        holder,
      ]);
    },
    async lockCursor(name) {
      const found = await db.query<CursorRow>(
        "select uid_validity, last_uid, since, complete_at from mailbox where name = $1 for update",
        [name],
      );
      const [row] = found.rows;
      return row === undefined
        ? null
        : {
            uidValidity: row.uid_validity,
            lastUid: row.last_uid,
            since: instant(row.since),
            completeAt: instant(row.complete_at),
          };
    },
    async moveCursor(name, { uidValidity, lastUid, since, completeAt }) {
      await db.send(
        `update mailbox set uid_validity = coalesce($2, uid_validity), last_uid = coalesce($3, last_uid),
           since = coalesce($4, since), complete_at = coalesce($5, complete_at),
           failing_uid = case when $3::bigint is null then failing_uid end,
           failures = case when $3::bigint is null then failures else 0 end
         where name = $1`,
        [name, uidValidity ?? null, lastUid ?? null, since ?? null, completeAt ?? null],
      );
    },
    async countFailure(name, uid) {
      const counted = await db.query<{ failures: number }>(
        `update mailbox set failing_uid = $2, failures = case when failing_uid = $2 then failures + 1 else 1 end
         where name = $1 returning failures`,
        [name, uid],
      );
      return counted.rows[0]?.failures ?? 1;
    },
  };
}
