import type { TicketSettings } from "../../../../contract/settings/tickets.ts";
import type { ContinuityDelays } from "../../../domain/continuity/continuity.ts";
import { DEFAULT_DELAYS, mendMessagingBy, prerequisites } from "../../../domain/settings/settings.ts";
import type { SettingsQueries } from "../../../ports/queries/settings-queries.ts";
import type { SettingsTx } from "../../../ports/settings/settings-tx.ts";
import type { Pool } from "../pool.ts";
import { createRings } from "../rings.ts";
import { loadActiveIdentityKeys, loadIdentityRefusals } from "../sessions/identity-key-tx.ts";
import { loadConfig } from "./conversation/widget-queries.ts";
import { loadSightings } from "../settings/sightings.ts";
import { settingsTx } from "../settings/settings-tx.ts";

export function settingsQueries(pool: Pool): SettingsQueries {
  // Reads only, so nothing ever rings.
  const settings = settingsTx(pool, createRings());
  return {
    ticketSettings: () => ticketSettings(pool, settings),
    async brands() {
      const account = await settings.requireAccount();
      const [brands, seen] = await Promise.all([settings.loadBrands(), loadSightings(pool)]);
      return brands.map(({ messagingOffSince, isDefault: _isDefault, ...brand }) => ({
        ...brand,
        sightings: (seen.get(brand.id) ?? []).map(({ origin, at, isRefused }) => ({ origin, at, isRefused })),
        mendBy: mendMessagingBy({ ...brand, messagingOffSince }, account),
      }));
    },
    async preview(_admin, { id, name, colour, greeting, look }) {
      const config = await loadConfig(pool, id, { name, colour, greeting, look });
      return config && { ...config, on: true };
    },
    supportAddresses: () => settings.loadSupportAddresses(),
    identityKeys: (_admin, id) => loadActiveIdentityKeys(pool, id),
    identityRefusals: (_admin, id) => loadIdentityRefusals(pool, id),
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
    relay: await loadRelay(pool),
  };
}

/** Those an admin sets. */
function settable({ reconnectWithin: _ours, ...delays }: ContinuityDelays): TicketSettings["delays"] {
  return delays;
}

async function loadRelay(pool: Pool): Promise<TicketSettings["relay"]> {
  const found = await pool.query<NonNullable<TicketSettings["relay"]>>(
    'select last_at as "lastAt", said from relay_trouble',
  );
  return found.rows[0] ?? null;
}

/** Where the end user's last message came by e-mail, the switch changes nothing. */
async function countWaiting(pool: Pool): Promise<number> {
  const found = await pool.query<{ count: number }>(
    `select count(*) from message join conversation on conversation.id = message.conversation_id
     where fate = 'waiting' and deleted_at is null and last_end_user_channel is distinct from 'email'`,
  );
  return found.rows[0]?.count ?? 0;
}
