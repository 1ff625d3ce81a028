/** What the admin center shows. Every read is asked by an admin, who is named first. */
import type { TeamMember } from "../../../contract/people/team-members.ts";
import type { AccountSettings } from "../../../contract/settings/account.ts";
import type { BrandView } from "../../../contract/settings/messaging.ts";
import type { SupportAddress } from "../../../contract/settings/support-addresses.ts";
import type { TicketSettings } from "../../../contract/settings/tickets.ts";
import type { FiringView, Trigger } from "../../../contract/triggers/triggers.ts";
import type { TriggerId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

export interface SettingsQueries {
  ticketSettings(admin: AgentIdentity): Promise<Omit<TicketSettings, "hasRelay">>;
  /** In their order. */
  triggers(admin: AgentIdentity): Promise<readonly Trigger[]>;
  /** Firings and near misses, newest first, 200 at most; null: no such trigger. */
  triggerLog(admin: AgentIdentity, id: TriggerId): Promise<readonly FiringView[] | null>;
  /** The default one first. */
  brands(admin: AgentIdentity): Promise<readonly Omit<BrandView, "snippet">[]>;
  supportAddresses(admin: AgentIdentity): Promise<readonly SupportAddress[]>;
  /** All of them, the active ones first. */
  teamMembers(admin: AgentIdentity): Promise<readonly TeamMember[]>;
  account(admin: AgentIdentity): Promise<AccountSettings>;
}
