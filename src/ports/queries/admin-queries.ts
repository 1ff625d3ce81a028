/** What the admin center shows. Every read is asked by an admin, who is named first. */
import type { ContinuityDelays } from "../../domain/continuity/continuity.ts";
import type { Instant, TriggerId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { Prerequisite } from "../../domain/settings/settings.ts";
import type { Trigger } from "../../domain/triggers/trigger.ts";
import type { Brand, SupportAddressRow } from "../settings/settings-tx.ts";
import type { ColleagueView, MeView } from "./people-queries.ts";

type Delays = Omit<ContinuityDelays, "reconnectWithin">;
type Switchable = { readonly id: string; readonly active: boolean } | null;

export interface TicketSettingsView {
  readonly continuityOn: boolean;
  readonly prerequisites: readonly { readonly name: Prerequisite; readonly met: boolean }[];
  readonly delays: Delays;
  readonly defaultDelays: Delays;
  readonly closeAfterDays: number;
  readonly triggers: { readonly requestEmail: Switchable; readonly awayMessage: Switchable };
  /** Replies that turning off would cancel. */
  readonly waitingReplies: number;
}

export interface BrandView extends Omit<Brand, "messagingOffSince"> {
  /** Replies wait for its messaging: on again by then, they go; null: none wait for it. */
  readonly mendBy: Instant | null;
}

export interface TriggerView extends Trigger {
  /** It asks for an address that nothing uses: active although the switch is off. */
  readonly flaggedUnused: boolean;
}

export interface FiringView {
  readonly conversationId: string;
  readonly at: number;
  readonly outcome: string;
  readonly because: string | null;
}

export interface TeamMemberView extends ColleagueView {
  readonly email: string;
  readonly role: MeView["role"];
  readonly active: boolean;
}

export interface AccountView {
  readonly name: string;
  readonly timeZone: string;
  readonly defaultLocale: string;
  readonly locales: readonly string[];
  readonly agentWorkspaceOn: boolean;
}

export interface AdminQueries {
  ticketSettings(admin: AgentIdentity): Promise<TicketSettingsView>;
  /** In their order. */
  triggers(admin: AgentIdentity): Promise<readonly TriggerView[]>;
  /** Firings and near misses, newest first, 200 at most; null: no such trigger. */
  triggerLog(admin: AgentIdentity, id: TriggerId): Promise<readonly FiringView[] | null>;
  /** The default one first. */
  brands(admin: AgentIdentity): Promise<readonly BrandView[]>;
  supportAddresses(admin: AgentIdentity): Promise<readonly SupportAddressRow[]>;
  /** All of them, the active ones first. */
  teamMembers(admin: AgentIdentity): Promise<readonly TeamMemberView[]>;
  account(admin: AgentIdentity): Promise<AccountView>;
}
