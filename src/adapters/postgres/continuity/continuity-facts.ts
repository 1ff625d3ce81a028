/** What the continuity rule asks, read in two statements. */
import type { ContinuityDelays, ContinuityFacts, Presence } from "../../../domain/continuity/continuity.ts";
import type { LockedConversation } from "../../../domain/conversation/conversation.ts";
import { type BrandId, type ConversationId, type EmailAddress, instant, type Instant } from "../../../domain/ids.ts";
import { firstMissing } from "../../../domain/settings/settings.ts";
import type { Queryable } from "../pool.ts";
import { holds } from "../sessions/grants.ts";
import { askedRows } from "../tx/asked-rows.ts";
import { askedTogether } from "../tx/asked-together.ts";
import type { TxConnection } from "../tx/tx-connection.ts";

interface FactsRow {
  readonly continuity_on: boolean;
  readonly agent_workspace_on: boolean;
  readonly delays: ContinuityDelays;
  readonly messaging_on: boolean;
  readonly agents: number;
  readonly addresses: number;
  readonly up_since: number;
  readonly suppressed: boolean;
}

export async function loadContinuityFacts(
  db: TxConnection,
  locked: LockedConversation,
  now: Instant,
): Promise<ContinuityFacts> {
  const { head, openReplies } = locked;
  const [row, presence] = await Promise.all([
    loadFacts(db, { brand: head.brandId, address: head.address?.email ?? null }),
    askPresence(db, { id: head.id, now }),
  ]);
  return {
    enabled: row.continuity_on,
    missingPrerequisite: firstMissing({
      messagingOn: row.messaging_on,
      agentWorkspaceOn: row.agent_workspace_on,
      agentsWithChatAccess: row.agents,
      supportAddresses: row.addresses,
    }),
    status: head.status,
    address: head.address?.email ?? null,
    ...(head.address === null ? {} : { addressSince: head.address.givenAt }),
    suppressed: row.suppressed || head.address?.state === "bounced",
    stopped: head.stoppedAt !== null,
    lastEndUserMessage: head.lastEndUserMessage,
    readUpTo: head.readUpTo,
    lastReadAt: head.readAt,
    lastAttentionAt: head.attentionAt,
    presence,
    lastMailAt: head.lastMailAt,
    replies: openReplies,
    upSince: instant(row.up_since),
    delays: row.delays,
  };
}

interface Deciding {
  readonly brand: BrandId;
  readonly address: EmailAddress | null;
}

const DECIDING = askedRows<Deciding>({
  brand: ["uuid", ({ brand }) => brand],
  address: ["text", ({ address }) => address],
});

const loadFacts = askedTogether(async (db, deciding: readonly Deciding[]) => {
  const found = await db.query<FactsRow>({
    name: "continuity-facts",
    text: `select account.continuity_on, account.agent_workspace_on, account.delays,
             (select messaging_on from brand where id = asked.brand) as messaging_on,
             (select count(*) from agent where active and chat_access) as agents,
             (select count(*) from support_address) as addresses,
             coalesce((select since from uptime), 0) as up_since,
             exists (select 1 from suppression where suppression.address = asked.address) as suppressed
           from account, ${DECIDING.sql} order by place`,
    values: DECIDING.values(deciding),
  });
  if (found.rows.length === 0) throw new Error("there is no account yet: set the installation up first");
  return found.rows;
});

interface Present {
  readonly id: ConversationId;
  readonly now: Instant;
}

const PRESENT = askedRows<Present>({ id: ["uuid", ({ id }) => id], now: ["bigint", ({ now }) => now] });

/** Presence is rows that lapse by themselves; a crash of the process leaves no ghost for longer than a lease. */
async function presences(db: Queryable, asked: readonly Present[]): Promise<readonly Presence[]> {
  const found = await db.query<{ id: string; live: boolean | null; since: number | null }>({
    name: "load-presence",
    text: `select asked.id, bool_or(connection.closed_at is null and connection.until > asked.now) as live,
             max(least(connection.until, coalesce(connection.closed_at, connection.until))) as since
           from ${PRESENT.sql}
             join session_conversation on session_conversation.conversation_id = asked.id
             join connection using (session_id)
             left join mail_link on mail_link.token_hash = session_conversation.link
           where ${holds("asked.now")}
           group by asked.id`,
    values: PRESENT.values(asked),
  });
  const rows = new Map(found.rows.map((row) => [row.id, row]));
  return asked.map(({ id }): Presence => {
    const row = rows.get(id);
    if (row?.live === true) return { kind: "connected" };
    return { kind: "gone", since: row === undefined || row.since === null ? null : instant(row.since) };
  });
}

/** In a transaction. */
export const askPresence = askedTogether(presences);

/** Outside one. */
export async function loadPresence(db: Queryable, id: ConversationId, now: Instant): Promise<Presence> {
  const [presence] = await presences(db, [{ id, now }]);
  return presence ?? { kind: "gone", since: null };
}
