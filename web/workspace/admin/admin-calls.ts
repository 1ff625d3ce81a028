/** Every request of the admin center's door, by what it does. */
import type { Static } from "typebox";
import { type AddTeamMember, type ChangeTeamMember, TeamMembers } from "../../../contract/people/team-members.ts";
import { AccountSettings } from "../../../contract/settings/account.ts";
import { type BrandSettings, Messaging } from "../../../contract/settings/messaging.ts";
import { type SaveSupportAddress, SupportAddresses } from "../../../contract/settings/support-addresses.ts";
import { type SaveTicketSettings, TicketSettings } from "../../../contract/settings/tickets.ts";
import { type SaveTrigger, TriggerLog, Triggers } from "../../../contract/settings/triggers.ts";
import { ask, tell } from "../api.ts";

const at = (path: string): string => `/api/admin/${path}`;
const one = (path: string, id: string): string => `${at(path)}/${encodeURIComponent(id)}`;

export const loadTicketSettings = (): Promise<TicketSettings> =>
  ask(TicketSettings, { method: "GET", path: at("tickets/settings") });
export const saveTicketSettings = (body: SaveTicketSettings): Promise<void> =>
  tell({ method: "PUT", path: at("tickets/settings"), body });

export const loadTriggers = (): Promise<Triggers> => ask(Triggers, { method: "GET", path: at("triggers") });
export const saveTrigger = (id: string, body: SaveTrigger): Promise<void> =>
  tell({ method: "PUT", path: one("triggers", id), body });
export const loadTriggerLog = (id: string): Promise<TriggerLog> =>
  ask(TriggerLog, { method: "GET", path: `${one("triggers", id)}/log` });

export const loadMessaging = (): Promise<Messaging> => ask(Messaging, { method: "GET", path: at("messaging") });
export const saveBrand = (body: BrandSettings): Promise<void> =>
  tell({ method: "PUT", path: one("messaging", body.id), body });

export const loadSupportAddresses = (): Promise<SupportAddresses> =>
  ask(SupportAddresses, { method: "GET", path: at("email") });
export const addSupportAddress = (body: SaveSupportAddress): Promise<void> =>
  tell({ method: "POST", path: at("email"), body });
export const changeSupportAddress = (id: string, body: SaveSupportAddress): Promise<void> =>
  tell({ method: "PUT", path: one("email", id), body });
export const removeSupportAddress = (id: string): Promise<void> => tell({ method: "DELETE", path: one("email", id) });

export const loadTeamMembers = (): Promise<TeamMembers> =>
  ask(TeamMembers, { method: "GET", path: at("people/team-members") });
export const addTeamMember = (body: AddTeamMember): Promise<void> =>
  tell({ method: "POST", path: at("people/team-members"), body });
export const changeTeamMember = (id: string, body: Static<typeof ChangeTeamMember>): Promise<void> =>
  tell({ method: "PUT", path: one("people/team-members", id), body });

export const loadAccount = (): Promise<AccountSettings> => ask(AccountSettings, { method: "GET", path: at("account") });
export const saveAccount = (body: AccountSettings): Promise<void> => tell({ method: "PUT", path: at("account"), body });
