/** The settings that the admin center shows. Every read is asked by an admin, who is named first. */
import type { AccountSettings } from "../../../contract/settings/account.ts";
import type { BrandView } from "../../../contract/settings/messaging.ts";
import type { SupportAddress } from "../../../contract/settings/support-addresses.ts";
import type { TicketSettings } from "../../../contract/settings/tickets.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface SettingsQueries {
  ticketSettings(admin: AgentIdentity): Promise<Omit<TicketSettings, "hasRelay">>;
  /** The default one first. */
  brands(admin: AgentIdentity): Promise<readonly Omit<BrandView, "snippet">[]>;
  supportAddresses(admin: AgentIdentity): Promise<readonly SupportAddress[]>;
  account(admin: AgentIdentity): Promise<AccountSettings>;
}
