import type { BrandId, ConversationId, EmailAddress, Instant, SupportAddressId } from "../../domain/ids.ts";
import type { Account, BrandMessaging, PrerequisiteFacts } from "../../domain/settings/settings.ts";

export interface Brand extends BrandMessaging {
  readonly id: BrandId;
  readonly name: string;
  readonly isDefault: boolean;
  readonly colour: string;
  readonly greeting: string | null;
  readonly privacyUrl: string | null;
  readonly allowedOrigins: readonly string[];
}

export interface SupportAddressRow {
  readonly id: SupportAddressId;
  readonly brandId: BrandId;
  readonly address: EmailAddress;
  readonly isDefault: boolean;
}

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
  saveBrand(brand: Brand): Promise<void>;
  loadSupportAddresses(): Promise<readonly SupportAddressRow[]>;
  saveSupportAddress(row: SupportAddressRow): Promise<void>;
  deleteSupportAddress(id: SupportAddressId): Promise<void>;
  /** Start of the present uptime of the whole installation. */
  loadUpSince(): Promise<Instant>;
  /** Conversations in which a reply waits now: what turning the switch off or on concerns. */
  loadConversationsWithWaitingReplies(): Promise<readonly ConversationId[]>;
}
