/** What the continuity rule asks, read in two statements. */
import type { ContinuityDelays, ContinuityFacts, Presence } from "../../../domain/continuity/continuity.ts";
import type { LockedConversation } from "../../../domain/conversation/conversation.ts";
import { type ConversationId, instant, type Instant } from "../../../domain/ids.ts";
import { firstMissing } from "../../../domain/settings/settings.ts";
import type { Queryable } from "../pool.ts";
import { holds } from "../sessions/grants.ts";

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
  db: Queryable,
  locked: LockedConversation,
  now: Instant,
): Promise<ContinuityFacts> {
  const { head, openReplies } = locked;
  const [found, presence] = await Promise.all([loadFacts(db, head), loadPresence(db, head.id, now)]);
  const [row] = found.rows;
  if (row === undefined) throw new Error("there is no account yet: set the installation up first");
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

function loadFacts(db: Queryable, head: LockedConversation["head"]) {
  return db.query<FactsRow>({
    name: "continuity-facts",
    text: `select account.continuity_on, account.agent_workspace_on, account.delays,
             (select messaging_on from brand where id = $1) as messaging_on,
             (select count(*) from agent where active and chat_access) as agents,
             (select count(*) from support_address) as addresses,
             coalesce((select since from uptime), 0) as up_since,
             exists (select 1 from suppression where address = $2) as suppressed
           from account`,
    values: [head.brandId, head.address?.email ?? null],
  });
}

/** Presence is rows that lapse by themselves; a crash of the process leaves no ghost for longer than a lease. */
export async function loadPresence(db: Queryable, id: ConversationId, now: Instant): Promise<Presence> {
  const found = await db.query<{ live: boolean | null; since: number | null }>({
    name: "load-presence",
    text: `select bool_or(connection.closed_at is null and connection.until > $2) as live,
             max(least(connection.until, coalesce(connection.closed_at, connection.until))) as since
           from session_conversation join connection using (session_id)
             left join mail_link on mail_link.token_hash = session_conversation.link
           where session_conversation.conversation_id = $1 and ${holds("$2")}`,
    values: [id, now],
  });
  const [row] = found.rows;
  if (row?.live === true) return { kind: "connected" };
  return { kind: "gone", since: row === undefined || row.since === null ? null : instant(row.since) };
}
