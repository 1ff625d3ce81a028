/** The links of our mails, and what ends with them. */
import type { LinksChange } from "../../../domain/change.ts";
import {
  type ConversationId,
  brandId,
  conversationId,
  type EmailAddress,
  emailAddress,
  type Instant,
  type Revision,
  type SessionId,
} from "../../../domain/ids.ts";
import type { LinkTx } from "../../../ports/sessions/links.ts";
import type { Rings } from "../rings.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { toldTogether } from "../tx/asked-together.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function linkTx(db: TxConnection, rings: Rings): LinkTx {
  return {
    insert: (link) => insert(db, link),
    async find(tokenHash, purpose, now) {
      const found = await db.query<{ conversation_id: string; brand_id: string; recipient: string | null }>(
        `select conversation_id, brand_id, recipient from mail_link
           join conversation on conversation.id = conversation_id
         where token_hash = $1 and purpose = $2 and (expires_at is null or expires_at > $3) and revoked_at is null`,
        [Buffer.from(tokenHash), purpose, now],
      );
      const [row] = found.rows;
      if (row === undefined) return null;
      const recipient = row.recipient === null ? null : emailAddress(row.recipient);
      return { conversationId: conversationId(row.conversation_id), brandId: brandId(row.brand_id), recipient };
    },
    async hold(tokenHash, now) {
      const held = await db.query(
        "select 1 from mail_link where token_hash = $1 and expires_at > $2 and revoked_at is null for share",
        [Buffer.from(tokenHash), now],
      );
      return held.rowCount === 1;
    },
    revokeOf: (id, now) => revoke(db, rings, { which: OF_CONVERSATION, values: [id] }, now),
    async revokeWith(id, now) {
      await revoke(db, rings, { which: WITH_SESSION, values: [id] }, now);
    },
  };
}

type NewLink = Parameters<LinkTx["insert"]>[0];

const NEW_LINK = askedRows<NewLink>({
  token_hash: ["bytea", ({ tokenHash }) => Buffer.from(tokenHash)],
  purpose: ["text", ({ purpose }) => purpose],
  conversation_id: ["uuid", (link) => link.conversationId],
  created_at: ["bigint", ({ now }) => now],
  expires_at: ["bigint", ({ expiresAt }) => expiresAt],
  recipient: ["text", ({ recipient }) => recipient],
  first_seq: ["int", ({ firstSeq }) => firstSeq ?? 1],
});

const insert = toldTogether((db, links: readonly NewLink[]) =>
  db.query({
    name: "insert-links",
    text: `insert into mail_link (token_hash, purpose, conversation_id, created_at, expires_at, recipient, first_seq)
           select token_hash, purpose, conversation_id, created_at, expires_at, recipient, first_seq from ${NEW_LINK.sql}`,
    values: NEW_LINK.values(links),
  }),
);

/** Also a link to what this conversation follows: it opens this one too. */
const OF_CONVERSATION = `token_hash in (
  select token_hash from mail_link where conversation_id = $2
  union select link from session_conversation where conversation_id = $2)`;
/** Of which recipient nothing is kept, it may have been this one. */
const TO_RECIPIENT = `${OF_CONVERSATION} and (recipient is null or lower(recipient) = lower($3))`;
const WITH_SESSION = `token_hash in (
  select link from session_conversation where session_id = $2
  union select token_hash from session_conversation
    join conversation on conversation.id = session_conversation.conversation_id
    join mail_link on mail_link.conversation_id = conversation.id
  where session_id = $2 and via = 'started' and address_state is distinct from 'proved')`;

/** Whatever was mailed to an address, about any conversation: it is suppressed, and nobody there is whom we meant. */
export async function revokeLinksTo(
  db: TxConnection,
  rings: Rings,
  { recipient, at }: { readonly recipient: EmailAddress; readonly at: Instant },
): Promise<void> {
  await revoke(db, rings, { which: "lower(recipient) = lower($2)", values: [recipient] }, at);
}

/** What a change of the address says of the links sent there. `revision`: that of the change. */
export async function changeLinks(
  db: TxConnection,
  rings: Rings,
  { kind, recipient, at }: LinksChange,
  { id, revision }: { readonly id: ConversationId; readonly revision: Revision },
): Promise<void> {
  if (kind === "revoke") await revoke(db, rings, { which: TO_RECIPIENT, values: [id, recipient] }, at);
  else await widen(db, { id, recipient, revision });
}

interface Which {
  /** Of `mail_link`; its parameters begin at $2. */
  readonly which: string;
  readonly values: readonly string[];
}

/** In the order of their tokens: two that take back the same links wait for each other, and never both. */
async function revoke(db: TxConnection, rings: Rings, { which, values }: Which, now: Instant): Promise<number> {
  const revoked = await db.query<{ token_hash: Buffer; opened: boolean }>(
    `update mail_link set revoked_at = $1 where token_hash in (
       select token_hash from mail_link
       where purpose in ('resume', 'file') and revoked_at is null and ${which}
       order by token_hash for no key update)
     returning token_hash, expires_at > $1 or exists (
       select from session_conversation where link = token_hash and session_conversation.expires_at > $1) as opened`,
    [now, ...values],
  );
  const links = revoked.rows.map((row) => row.token_hash);
  if (links.length === 0) return 0;
  // A statement of its own: whoever redeemed one of them before is seen only now.
  const [ended, narrowed] = await Promise.all([
    db.query<{ id: SessionId }>(
      "update widget_session set revoked_at = $1 where link = any($2) and revoked_at is null returning id",
      [now, links],
    ),
    db.query<{ id: SessionId }>("select distinct session_id as id from session_conversation where link = any($1)", [
      links,
    ]),
  ]);
  for (const { id } of ended.rows) rings.sessionEnded(id);
  for (const { id } of narrowed.rows) rings.accessChanged(id);
  return revoked.rows.filter((row) => row.opened).length;
}

/** The address is proved: what was held back from its links comes as a change to whoever is there. */
async function widen(
  db: TxConnection,
  { id, recipient, revision }: { readonly id: ConversationId; readonly recipient: string; readonly revision: Revision },
): Promise<void> {
  const widened = await db.query<{ first_seq: number }>(
    `with narrow as (
       select token_hash, first_seq from mail_link
       where conversation_id = $1 and lower(recipient) = lower($2) and first_seq > 1
       order by token_hash for no key update
     ), wide as (
       update mail_link set first_seq = 1 from narrow where mail_link.token_hash = narrow.token_hash
     )
     select first_seq from narrow where exists (select from session_conversation where link = token_hash)`,
    [id, recipient],
  );
  const first = Math.max(0, ...widened.rows.map((row) => row.first_seq));
  if (first === 0) return;
  await db.send("update message set revision = $2 where conversation_id = $1 and (seq < $3 or cut is not null)", [
    id,
    revision,
    first,
  ]);
}
