/** Persons who are named by their site, and what they may open. */
import {
  brandId,
  type ConversationId,
  conversationId,
  type EmailAddress,
  endUserId,
  sessionId,
  type SessionId,
} from "../../../domain/ids.ts";
import type { IdentityTx } from "../../../ports/sessions/identities.ts";
import { forgetNobodies } from "../people/forget-nobodies.ts";
import { findEndUser } from "../people/find-end-user.ts";
import type { Rings } from "../rings.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

export function identityTx(db: TxConnection, rings: Rings): IdentityTx {
  return { ...persons(db), ...sessions(db, rings), ...opening(db, rings) };
}

type Persons = Pick<IdentityTx, "takePerson" | "findAddress" | "setLocale" | "forgetAnonymous">;

function persons(db: TxConnection): Persons {
  return {
    async takePerson({ externalId, name, email, emailVerified }, fresh) {
      // Two devices may name somebody new at once: the second waits here, and finds whom the first has made.
      const taken = await db.query<{ id: string }>(
        `insert into end_user (id, external_id, name, email, email_verified, locale, locale_source, time_zone, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (external_id) do update set name = coalesce(excluded.name, end_user.name), email = excluded.email,
           email_verified = excluded.email_verified, time_zone = coalesce(end_user.time_zone, excluded.time_zone)
         returning id`,
        [fresh.id, externalId, name, email, emailVerified, fresh.locale, fresh.localeSource, fresh.timeZone, fresh.now],
      );
      const id = taken.rows[0]?.id ?? "";
      const user = await findEndUser(db, { name: "by-id", id: "$1" }, id);
      if (user === null) throw new Error(`end user ${id} was not kept`);
      return user;
    },
    async findAddress(id) {
      const found = await db.query<{ email: EmailAddress | null; email_verified: boolean }>(
        "select email, email_verified from end_user where id = $1",
        [id],
      );
      const [row] = found.rows;
      return row === undefined || row.email === null ? null : { email: row.email, isVerified: row.email_verified };
    },
    async setLocale(id, locale) {
      await db.send(
        "update end_user set locale = $2, locale_source = 'identity' where id = $1 and locale_source <> 'hand'",
        [id, locale],
      );
    },
    async forgetAnonymous(was, is) {
      await db.send(
        `update blocked_sender set end_user_id = $2
         where end_user_id = $1 and not exists (select from blocked_sender where end_user_id = $2)
           and not exists (select from conversation where end_user_id = $1)`,
        [was, is],
      );
      await forgetNobodies(db, [was]);
    },
  };
}

interface HeldRow {
  readonly id: string;
  readonly brand_id: string;
  readonly end_user_id: string;
  readonly signed: boolean;
}

type Sessions = Pick<IdentityTx, "holdSession" | "takeSession" | "insertSession" | "prolongSession">;

function sessions(db: TxConnection, rings: Rings): Sessions {
  return {
    async holdSession(tokenHash, now) {
      const held = await db.query<HeldRow>(
        `select id, brand_id, end_user_id, signed_by is not null as signed from widget_session
         where token_hash = $1 and revoked_at is null and expires_at > $2 for no key update`,
        [Buffer.from(tokenHash), now],
      );
      const [row] = held.rows;
      if (row === undefined) return null;
      return {
        sessionId: sessionId(row.id),
        brandId: brandId(row.brand_id),
        endUserId: endUserId(row.end_user_id),
        isSigned: row.signed,
      };
    },
    async takeSession(id, tokenHash, signed) {
      await db.send(
        `update widget_session set token_hash = $2, end_user_id = $3, signed_by = $4, expires_at = $5, last_used_at = $6,
           link = null
         where id = $1`,
        [id, Buffer.from(tokenHash), signed.endUserId, signed.signedBy, signed.expiresAt, signed.now],
      );
      rings.accessChanged(id);
    },
    async insertSession(id, brand, tokenHash, signed) {
      await db.send(
        `insert into widget_session (id, token_hash, end_user_id, brand_id, created_at, last_used_at, expires_at, signed_by)
         values ($1, $2, $3, $4, $5, $5, $6, $7)`,
        [id, Buffer.from(tokenHash), signed.endUserId, brand, signed.now, signed.expiresAt, signed.signedBy],
      );
    },
    async prolongSession(id, { signedBy, expiresAt, now }) {
      await db.send("update widget_session set signed_by = $2, expires_at = $3, last_used_at = $4 where id = $1", [
        id,
        signedBy,
        expiresAt,
        now,
      ]);
    },
  };
}

/** What a list shows is fewer; who has written more often than this finds the rest with the business. */
const OPENED_AT_MOST = 200;

/** Whether a conversation is the person's: begun by them, or by mail from where their site says that they read. */
const IS_THEIRS = `(conversation.end_user_id = person.id
  or person.email_verified and conversation.origin = 'email' and conversation.address_state = 'proved'
     and lower(conversation.address) = lower(person.email))`;

function opening(db: TxConnection, rings: Rings): Pick<IdentityTx, "loadOpened" | "letGo" | "openTheirs"> {
  return {
    async loadOpened(id) {
      const found = await db.query<{ id: string; started: boolean; end_user_id: string; named: boolean }>(
        `select conversation_id as id, bool_or(via = 'started') as started, end_user_id, external_id is not null as named
         from session_conversation join conversation on conversation.id = conversation_id
           join end_user on end_user.id = end_user_id
         where session_id = $1 group by conversation_id, end_user_id, external_id order by conversation_id`,
        [id],
      );
      return found.rows.map((row) => ({
        id: conversationId(row.id),
        isStarted: row.started,
        endUserId: endUserId(row.end_user_id),
        isNamed: row.named,
      }));
    },
    async letGo(id, conversation) {
      await db.send("delete from session_conversation where session_id = $1 and conversation_id = $2", [
        id,
        conversation,
      ]);
    },
    async openTheirs(id) {
      const closed = await db.query<{ id: SessionId }>(
        `delete from session_conversation using widget_session, end_user as person, conversation
         where via = 'identity' and widget_session.id = session_id and conversation.id = conversation_id
           and person.id = widget_session.end_user_id and not ${IS_THEIRS}
           and person.id = (select end_user_id from widget_session where id = $1)
         returning session_id as id`,
        [id],
      );
      for (const session of closed.rows) rings.accessChanged(session.id);
      const added = await db.query(
        `insert into session_conversation (session_id, conversation_id, via)
         select $1::uuid, conversation.id, 'identity'
         from widget_session join end_user as person on person.id = widget_session.end_user_id
           join conversation on conversation.brand_id = widget_session.brand_id and ${IS_THEIRS}
         where widget_session.id = $1
         order by conversation.last_message_at desc limit ${OPENED_AT_MOST}
         on conflict do nothing`,
        [id],
      );
      if (added.rowCount !== 0) rings.accessChanged(id);
    },
  };
}

/**
 * A conversation has become theirs: it is open in all browsers where their site has signed them in. `isNew`: its first notice
 * is yet to come, and tells them.
 */
export async function openToPerson(
  db: TxConnection,
  rings: Rings,
  { id, isNew }: { readonly id: ConversationId; readonly isNew: boolean },
): Promise<void> {
  const { rows } = await db.query<{ id: SessionId }>({
    name: "open-to-person",
    text: `insert into session_conversation (session_id, conversation_id, via)
      select widget_session.id, conversation.id, 'identity'
      from conversation join end_user as person on ${IS_THEIRS}
        join widget_session on widget_session.end_user_id = person.id and widget_session.brand_id = conversation.brand_id
      where conversation.id = $1 and widget_session.signed_by is not null and widget_session.revoked_at is null
      on conflict do nothing
      returning session_id as id`,
    values: [id],
  });
  if (!isNew) for (const session of rows) rings.accessChanged(session.id);
}
