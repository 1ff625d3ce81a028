/** The account, its brands and support addresses. */
import type { ContinuityDelays } from "../../../domain/continuity/continuity.ts";
import { brandId, conversationId, emailAddress, instant, locale, supportAddressId } from "../../../domain/ids.ts";
import type { Account } from "../../../domain/settings/settings.ts";
import type { SettingsTx } from "../../../ports/settings/settings-tx.ts";
import type { Brand } from "../../../domain/settings/brand.ts";
import type { Queryable } from "../pool.ts";
import type { Rings } from "../rings.ts";
import { LOGO_FACTS } from "../attachments/pictures.ts";
import { sightings } from "./sightings.ts";

interface AccountRow {
  readonly name: string;
  readonly time_zone: string;
  readonly default_locale: string;
  readonly locales: readonly string[];
  readonly agent_workspace_on: boolean;
  readonly continuity_on: boolean;
  readonly continuity_on_since: number | null;
  readonly prerequisite_lost_at: number | null;
  readonly delays: ContinuityDelays;
  readonly close_after_days: number;
}

const ACCOUNT = `name, time_zone, default_locale, locales, agent_workspace_on, continuity_on, continuity_on_since,
  prerequisite_lost_at, delays, close_after_days`;

export function settingsTx(db: Queryable, rings: Rings): SettingsTx {
  return {
    ...account(db, rings),
    ...brands(db, rings),
    ...sightings(db),
    ...supportAddresses(db, rings),
  };
}

type AccountPart = Pick<
  SettingsTx,
  "findAccount" | "requireAccount" | "lockAccount" | "insertAccount" | "updateAccount" | ContinuityReads
>;

function account(db: Queryable, rings: Rings): AccountPart {
  const find = async (locking: "" | " for update"): Promise<Account | null> => {
    const found = await db.query<AccountRow>(`select ${ACCOUNT} from account${locking}`);
    const [row] = found.rows;
    return row === undefined ? null : toAccount(row);
  };
  const require = async (locking: "" | " for update"): Promise<Account> => {
    const found = await find(locking);
    if (found === null) throw new Error("there is no account yet: set the installation up first");
    return found;
  };
  return {
    findAccount: () => find(""),
    requireAccount: () => require(""),
    lockAccount: () => require(" for update"),
    async insertAccount(next) {
      await db.query(
        `insert into account (${ACCOUNT}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        accountValues(next),
      );
      rings.settings();
    },
    async updateAccount(change) {
      const before = await require(" for update");
      const after = { ...before, ...change };
      await db.query(
        `update account set (${ACCOUNT}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        accountValues(after),
      );
      rings.settings();
      if (isOn(before) !== isOn(after)) rings.wayOut();
    },
    ...continuityReads(db),
  };
}

/** The switch, with all that it needs. */
const isOn = ({ continuityOn, prerequisiteLostAt }: Account): boolean => continuityOn && prerequisiteLostAt === null;

type ContinuityReads = "loadPrerequisites" | "loadUpSince" | "loadConversationsWithWaitingReplies";

function continuityReads(db: Queryable): Pick<SettingsTx, ContinuityReads> {
  return {
    async loadPrerequisites() {
      const found = await db.query<{ messaging: boolean; workspace: boolean; agents: number; addresses: number }>({
        name: "load-prerequisites",
        text: `select exists (select 1 from brand where messaging_on) as messaging,
                 (select agent_workspace_on from account) as workspace,
                 (select count(*) from agent where active and chat_access) as agents,
                 (select count(*) from support_address) as addresses`,
      });
      const [row] = found.rows;
      if (row === undefined) throw new Error("prerequisites could not be counted");
      return {
        messagingOn: row.messaging,
        agentWorkspaceOn: row.workspace,
        agentsWithChatAccess: row.agents,
        supportAddresses: row.addresses,
      };
    },
    async loadUpSince() {
      const found = await db.query<{ since: number }>({ name: "up-since", text: "select since from uptime" });
      return instant(found.rows[0]?.since ?? 0);
    },
    async loadConversationsWithWaitingReplies() {
      const found = await db.query<{ conversation_id: string }>(
        "select distinct conversation_id from message where fate = 'waiting' and deleted_at is null",
      );
      return found.rows.map((row) => conversationId(row.conversation_id));
    },
  };
}

function brands(db: Queryable, rings: Rings): Pick<SettingsTx, "loadBrands" | "saveBrand"> {
  return {
    async loadBrands() {
      const found = await db.query<{
        id: string;
        name: string;
        is_default: boolean;
        messaging_on: boolean;
        messaging_off_since: number | null;
        colour: string;
        greeting: string | null;
        look: Brand["look"];
        logo: Brand["logo"];
        privacy_url: string | null;
        allowed_origins: readonly string[];
      }>({
        name: "load-brands",
        text: `select id, name, is_default, messaging_on, messaging_off_since, colour, greeting, look,
                 privacy_url, allowed_origins, ${LOGO_FACTS}
               from brand order by is_default desc, name`,
      });
      return found.rows.map((row): Brand => ({
        id: brandId(row.id),
        name: row.name,
        isDefault: row.is_default,
        messagingOn: row.messaging_on,
        messagingOffSince: row.messaging_off_since === null ? null : instant(row.messaging_off_since),
        colour: row.colour,
        greeting: row.greeting,
        look: row.look,
        logo: row.logo,
        privacyUrl: row.privacy_url,
        allowedOrigins: row.allowed_origins,
      }));
    },
    async saveBrand(brand) {
      await db.query(
        `insert into brand (id, name, is_default, messaging_on, colour, greeting, privacy_url, allowed_origins,
           messaging_off_since, look)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set name = excluded.name, messaging_on = excluded.messaging_on,
           messaging_off_since = excluded.messaging_off_since, colour = excluded.colour, greeting = excluded.greeting, privacy_url = excluded.privacy_url,
           allowed_origins = excluded.allowed_origins, look = excluded.look`,
        [
          brand.id,
          brand.name,
          brand.isDefault,
          brand.messagingOn,
          brand.colour,
          brand.greeting,
          brand.privacyUrl,
          brand.allowedOrigins,
          brand.messagingOffSince,
          JSON.stringify(brand.look),
        ],
      );
      rings.settings();
    },
  };
}

function supportAddresses(
  db: Queryable,
  rings: Rings,
): Pick<SettingsTx, "loadSupportAddresses" | "saveSupportAddress" | "deleteSupportAddress"> {
  return {
    async loadSupportAddresses() {
      const found = await db.query<{ id: string; brand_id: string; address: string; is_default: boolean }>({
        name: "load-support-addresses",
        text: "select id, brand_id, address, is_default from support_address order by is_default desc, address",
      });
      return found.rows.map((row) => ({
        id: supportAddressId(row.id),
        brandId: brandId(row.brand_id),
        address: emailAddress(row.address),
        isDefault: row.is_default,
      }));
    },
    async saveSupportAddress(row) {
      await db.query(
        `insert into support_address (id, brand_id, address, is_default) values ($1, $2, $3, $4)
         on conflict (id) do update set brand_id = excluded.brand_id, address = excluded.address,
           is_default = excluded.is_default`,
        [row.id, row.brandId, row.address, row.isDefault],
      );
      rings.settings();
    },
    async deleteSupportAddress(id) {
      await db.query("delete from support_address where id = $1", [id]);
      rings.settings();
    },
  };
}

const toAccount = (row: AccountRow): Account => ({
  name: row.name,
  timeZone: row.time_zone,
  defaultLocale: locale(row.default_locale),
  locales: row.locales.map(locale),
  agentWorkspaceOn: row.agent_workspace_on,
  continuityOn: row.continuity_on,
  continuityOnSince: row.continuity_on_since === null ? null : instant(row.continuity_on_since),
  prerequisiteLostAt: row.prerequisite_lost_at === null ? null : instant(row.prerequisite_lost_at),
  delays: row.delays,
  closeAfterDays: row.close_after_days,
});

const accountValues = (next: Account): unknown[] => [
  next.name,
  next.timeZone,
  next.defaultLocale,
  next.locales,
  next.agentWorkspaceOn,
  next.continuityOn,
  next.continuityOnSince,
  next.prerequisiteLostAt,
  JSON.stringify(next.delays),
  next.closeAfterDays,
];
