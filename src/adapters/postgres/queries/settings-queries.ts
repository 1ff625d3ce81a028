import type { TeamMember } from "../../../../contract/people/team-members.ts";
import { SHOWN_PRESENCE } from "../people/shown-presence.ts";
import type { TicketSettings } from "../../../../contract/settings/tickets.ts";
import type { FiringView, Trigger } from "../../../../contract/triggers/triggers.ts";
import type { ContinuityDelays } from "../../../domain/continuity/continuity.ts";
import type { TriggerId } from "../../../domain/ids.ts";
import { DEFAULT_DELAYS, mendMessagingBy, prerequisites } from "../../../domain/settings/settings.ts";
import type { SettingsQueries } from "../../../ports/queries/settings-queries.ts";
import type { SettingsTx } from "../../../ports/settings/settings-tx.ts";
import type { Pool } from "../pool.ts";
import { createRings } from "../rings.ts";
import { settingsTx } from "../settings/settings-tx.ts";

const LOG_AT_MOST = 200;

export function settingsQueries(pool: Pool): SettingsQueries {
  // Reads only, so nothing ever rings.
  const settings = settingsTx(pool, createRings());
  return {
    ticketSettings: () => ticketSettings(pool, settings),
    triggers: () => triggers(pool),
    triggerLog: (_admin, id) => triggerLog(pool, id),
    async brands() {
      const account = await settings.requireAccount();
      const brands = await settings.loadBrands();
      return brands.map(({ messagingOffSince, isDefault: _isDefault, ...brand }) => ({
        ...brand,
        mendBy: mendMessagingBy({ ...brand, messagingOffSince }, account),
      }));
    },
    supportAddresses: () => settings.loadSupportAddresses(),
    async teamMembers() {
      const found = await pool.query<TeamMember>(
        `select id, name, email, role, chat_access as "chatAccess", active, ${SHOWN_PRESENCE} as presence
         from agent order by active desc, lower(name), id`,
      );
      return found.rows;
    },
    async account() {
      const { name, timeZone, defaultLocale, locales, agentWorkspaceOn } = await settings.requireAccount();
      return { name, timeZone, defaultLocale, locales, agentWorkspaceOn };
    },
  };
}

async function ticketSettings(pool: Pool, settings: SettingsTx): ReturnType<SettingsQueries["ticketSettings"]> {
  const account = await settings.requireAccount();
  const found = await pool.query<{ key: string; id: string; active: boolean }>(
    "select key, id, active from trigger where key is not null",
  );
  const shipped = (key: string): TicketSettings["triggers"]["awayMessage"] => {
    const row = found.rows.find((each) => each.key === key);
    return row === undefined ? null : { id: row.id, active: row.active };
  };
  return {
    continuityOn: account.continuityOn,
    prerequisites: prerequisites(await settings.loadPrerequisites()),
    delays: settable(account.delays),
    defaultDelays: settable(DEFAULT_DELAYS),
    closeAfterDays: account.closeAfterDays,
    triggers: { requestEmail: shipped("request-email"), awayMessage: shipped("away-message") },
    waitingReplies: await countWaiting(pool),
  };
}

/** Those an admin sets. */
function settable({ reconnectWithin: _ours, ...delays }: ContinuityDelays): TicketSettings["delays"] {
  return delays;
}

/** Where the end user's last message came by e-mail, the switch changes nothing. */
async function countWaiting(pool: Pool): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `select count(*) from message join conversation on conversation.id = message.conversation_id
     where fate = 'waiting' and deleted_at is null and last_end_user_channel is distinct from 'email'`,
  );
  return found.rows[0]?.count ?? 0;
}

async function triggers(pool: Pool): Promise<readonly Trigger[]> {
  const found = await pool.query<Omit<Trigger, "flaggedUnused"> & { continuity_on: boolean }>(
    `select trigger.id, key, trigger.name, description, active, once_per_conversation as "oncePerConversation", position,
       event, all_conditions as "all", any_conditions as "any", actions, changed_at as "changedAt", continuity_on
     from trigger, account order by position, trigger.id`,
  );
  return found.rows.map(({ continuity_on: isOn, ...trigger }) => ({
    ...trigger,
    flaggedUnused: trigger.key === "request-email" && trigger.active && !isOn,
  }));
}

async function triggerLog(pool: Pool, id: TriggerId): Promise<readonly FiringView[] | null> {
  const known = await pool.query("select 1 from trigger where id = $1", [id]);
  if (known.rowCount === 0) return null;
  const found = await pool.query<FiringView>(
    `select conversation_id as "conversationId", at, outcome, because
     from trigger_firing where trigger_id = $1 order by at desc, id desc limit ${LOG_AT_MOST}`,
    [id],
  );
  return found.rows;
}
