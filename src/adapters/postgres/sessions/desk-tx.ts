import type { Instant } from "../../../domain/ids.ts";
import type { DeskTx } from "../../../ports/sessions/desks.ts";
import { SHOWN_PRESENCE } from "../people/shown-presence.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function deskTx(db: TxConnection, rings: Rings): DeskTx {
  /** Rings where somebody is shown otherwise after the change: most changes are renewals, and nobody sees them. */
  async function seen(change: () => Promise<unknown>): Promise<void> {
    const before = await shown(db);
    await change();
    const after = await shown(db);
    if (before !== after) rings.settings();
  }
  return {
    keep: (desks, until) =>
      seen(async () => {
        await db.query(
          `insert into desk (id, agent_id, session_id, until, is_idle)
           select open.id, agent_session.agent_id, agent_session.id, $4, open.is_idle
           from unnest($1::uuid[], $2::bytea[], $3::boolean[]) as open (id, token_hash, is_idle)
             join agent_session on agent_session.token_hash = open.token_hash
           order by open.id
           on conflict (id) do update set until = excluded.until, is_idle = excluded.is_idle`,
          [
            desks.map(({ id }) => id),
            desks.map(({ tokenHash }) => Buffer.from(tokenHash)),
            desks.map(({ isIdle }) => isIdle),
            until,
          ],
        );
        await noteOpen(db, rings, until);
      }),
    async letLapse(id, at) {
      await db.send("update desk set until = least(until, $2) where id = $1", [id, at]);
    },
    closeLapsed: (now) =>
      seen(async () => {
        await db.query("delete from desk where until <= $1", [now]);
        await noteClosed(db, rings, now);
      }),
  };
}

/** Visitors learn that what they have written arrives, as soon as the first page opens. */
async function noteOpen(db: TxConnection, rings: Rings, until: Instant): Promise<void> {
  // Two processes take turns here; what one has done, the next statement of the other sees.
  const before = await db.query<{ isOpen: boolean }>(`select is_open as "isOpen" from workspace_open for update`);
  const opened = await db.query(
    "update workspace_open set is_open = true, until = greatest(until, $1) where exists (select from desk)",
    [until],
  );
  if (opened.rowCount !== 0 && before.rows[0]?.isOpen === false) rings.wayOut();
}

/** Pages also go with the session of whoever signs out. */
async function noteClosed(db: TxConnection, rings: Rings, now: Instant): Promise<void> {
  const due = await db.query("select from workspace_open where is_open and not exists (select from desk) for update");
  if (due.rowCount === 0) return;
  // Judged once more: who opened meanwhile is seen from here on.
  const closed = await db.query(
    `update workspace_open set is_open = false, until = least(until, $1) where is_open and not exists (select from desk)`,
    [now],
  );
  if (closed.rowCount !== 0) rings.wayOut();
}

/** How everybody is shown: a team is small. */
async function shown(db: TxConnection): Promise<string> {
  const found = await db.query<{ shown: string | null }>(
    `select string_agg(agent.id::text || ${SHOWN_PRESENCE}, ' ' order by agent.id) as shown from agent where active`,
  );
  return found.rows[0]?.shown ?? "";
}
