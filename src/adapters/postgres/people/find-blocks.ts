import type { ConversationId, EmailAddress } from "../../../domain/ids.ts";
import { formsOf } from "../../../domain/people/blocking.ts";
import { askedTogether } from "../tx/asked-together.ts";

interface Asked {
  readonly from: EmailAddress;
  readonly id: ConversationId | null;
}

/** Whether this address is blocked, and whether the end user of this conversation is. */
export const findBlocks = askedTogether(async (db, asked: readonly Asked[]) => {
  const forms = asked.map(({ from }) => formsOf(from));
  const found = await db.query<{ sender: string | null; person: string | null }>({
    name: "blocks-of-mails",
    text: `select sender, null as person from blocked_sender where sender = any($1)
           union all
           select null, conversation.id from blocked_sender join conversation using (end_user_id)
           where conversation.id = any($2)`,
    values: [forms.flat(), asked.map(({ id }) => id)],
  });
  const senders = new Set(found.rows.map(({ sender }) => sender));
  const people = new Set(found.rows.map(({ person }) => person));
  return asked.map(({ id }, index) => ({
    sender: forms[index]?.some((form) => senders.has(form)) ?? false,
    person: id !== null && people.has(id),
  }));
});
