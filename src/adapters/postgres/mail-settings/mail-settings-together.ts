/** The same in a transaction: what every mail asks is asked together by all the works that share it. */
import type { SupportAddressId } from "../../../domain/ids.ts";
import type { MailSettingsTx } from "../../../ports/mail-settings/mail-settings-tx.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedOnce, askedTogether } from "../tx/asked-together.ts";
import type { TxConnection } from "../tx/tx-connection.ts";
import { mailSettingsTx } from "./mail-settings-tx.ts";

export const mailSettingsTogether = (db: TxConnection): MailSettingsTx => ({
  ...mailSettingsTx(db),
  loadTexts: () => loadTexts(db),
  loadSubject: (id, recipient) => loadSubject(db, { id, recipient }),
  loadProbes: (id) => loadProbes(db, id),
});

const loadTexts = askedOnce((db) => mailSettingsTx(db).loadTexts());

/** Many mails, few addresses. */
const loadProbes = askedTogether(async (db, ids: readonly SupportAddressId[]) => {
  const read = mailSettingsTx(db);
  const found = new Map(
    await Promise.all([...new Set(ids)].map(async (id) => [id, await read.loadProbes(id)] as const)),
  );
  return ids.map((id) => found.get(id) ?? []);
});

type Subject = Parameters<MailSettingsTx["loadSubject"]>;
interface Asked {
  readonly id: Subject[0];
  readonly recipient: Subject[1];
}

const ASKED = askedRows<Asked>({ id: ["uuid", ({ id }) => id], recipient: ["text", ({ recipient }) => recipient] });

const loadSubject = askedTogether(async (db, asked: readonly Asked[]) => {
  const found = await db.query<{ subject: string | null }>({
    name: "subjects-of-conversations",
    text: `select (select subject from delivery where conversation_id = asked.id
                     and lower(recipient) = lower(asked.recipient) and subject is not null
                   order by created_at, id limit 1) as subject
           from ${ASKED.sql} order by place`,
    values: ASKED.values(asked),
  });
  return found.rows.map(({ subject }) => subject);
});
