import type { StoredWidgetConfig } from "./conversation-queries.ts";
/** The settings that the admin center shows. Every read is asked by an admin, who is named first. */
import type { AccountSettings } from "../../../contract/settings/account.ts";
import type { BrandSettings, BrandView } from "../../../contract/settings/messaging.ts";
import type { SupportAddress } from "../../../contract/settings/support-addresses.ts";
import type { TicketSettings } from "../../../contract/settings/tickets.ts";
import type { BrandId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Brand } from "../../domain/settings/brand.ts";
import type { IdentityRefusal } from "../../domain/sessions/signed-identity.ts";
import type { IdentityKey } from "../../domain/sessions/identity-key.ts";

export interface SettingsQueries {
  ticketSettings(admin: AgentIdentity): Promise<Omit<TicketSettings, "hasRelay">>;
  /** The default one first. */
  brands(admin: AgentIdentity): Promise<readonly Omit<BrandView, "snippet">[]>;
  /** What the widget would be told of a brand that looks like this; null: there is no such brand. */
  preview(
    admin: AgentIdentity,
    brand: Omit<BrandSettings, "id"> & Pick<Brand, "id">,
  ): Promise<StoredWidgetConfig | null>;
  supportAddresses(admin: AgentIdentity): Promise<readonly SupportAddress[]>;
  /** The active keys of a brand, the newest first. */
  identityKeys(admin: AgentIdentity, id: BrandId): Promise<readonly IdentityKey[]>;
  /** Tokens that signed nobody in at a brand lately, the newest first. */
  identityRefusals(admin: AgentIdentity, id: BrandId): Promise<readonly IdentityRefusal[]>;
  account(admin: AgentIdentity): Promise<AccountSettings>;
}
