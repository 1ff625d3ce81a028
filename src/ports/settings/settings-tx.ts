import type { SupportAddress } from "../../domain/settings/support-addresses.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { Sighting } from "../../domain/settings/sighting.ts";
import type { ConversationId, Instant, SupportAddressId } from "../../domain/ids.ts";
import type { Account, PrerequisiteFacts } from "../../domain/settings/settings.ts";

/** The account, its brands and addresses. */
export interface SettingsTx {
  /** Null: nobody has set the installation up yet. */
  findAccount(): Promise<Account | null>;
  /** The account. Throws where there is none. */
  requireAccount(): Promise<Account>;
  /** The same, locked: for changes of the switch. */
  lockAccount(): Promise<Account>;
  insertAccount(account: Account): Promise<void>;
  updateAccount(change: Partial<Account>): Promise<void>;
  loadPrerequisites(): Promise<PrerequisiteFacts>;
  loadBrands(): Promise<readonly Brand[]>;
  /** All but its logo. */
  saveBrand(brand: Omit<Brand, "logo">): Promise<void>;
  /** A page has asked for a brand's widget; of a brand that is not there nothing is kept. */
  noteSighting(seen: Sighting): Promise<void>;
  loadSupportAddresses(): Promise<readonly SupportAddress[]>;
  saveSupportAddress(row: SupportAddress): Promise<void>;
  deleteSupportAddress(id: SupportAddressId): Promise<void>;
  /** Start of the present uptime of the whole installation. */
  loadUpSince(): Promise<Instant>;
  /** Conversations in which a reply waits now: what turning the switch off or on concerns. */
  loadConversationsWithWaitingReplies(): Promise<readonly ConversationId[]>;
}
