import type { TxConnection } from "../tx/tx-connection.ts";

/** Of these, whoever never wrote, is named by nobody and has no session goes, with whatever we knew of them. */
export async function forgetNobodies(db: TxConnection, ids: readonly string[]): Promise<void> {
  await db.send(
    `delete from end_user where id = any($1) and external_id is null
       and not exists (select from widget_session where end_user_id = end_user.id)
       and not exists (select from conversation where end_user_id = end_user.id)
       and not exists (select from blocked_sender where end_user_id = end_user.id)`,
    [ids],
  );
}
