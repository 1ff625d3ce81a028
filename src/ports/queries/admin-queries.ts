/** What the admin center shows. Every read is asked by an admin, who is named first. */
import type { ContinuityDelays } from "../../domain/continuity.ts";
import type { GrantTroubleKind, OAuthDoor } from "../../domain/grant-trouble.ts";
import type { Instant, JobId, TriggerId } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/roles.ts";
import type { Prerequisite } from "../../domain/settings.ts";
import type { Trigger } from "../../domain/trigger.ts";
import type { Brand, SupportAddressRow } from "../settings-tx.ts";
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

/** Sign-in by OAuth at a mail server. */
export interface SignInView {
  readonly door: OAuthDoor;
  /** Null: nobody has tried yet. */
  readonly triedAt: number | null;
  /** Null: the last try gave an access token, or there was none. */
  readonly trouble: { readonly kind: GrantTroubleKind; readonly said: string; readonly since: number } | null;
}

export interface HealthView {
  /** The doors that sign in by OAuth; those that do not are not listed. */
  readonly signIns: readonly SignInView[];
  /** Replies posted in the last 7 days and what became of them. One that was mailed and then read counts in both. */
  readonly week: {
    readonly waited: number;
    readonly readOnSite: number;
    readonly mailed: number;
    readonly answeredByMail: number;
    readonly bounced: number;
  };
  /** Newest death first, 100 at most. */
  readonly deadJobs: readonly {
    readonly id: string;
    readonly kind: string;
    readonly diedAt: number;
    readonly error: string;
    readonly attempts: number;
  }[];
  /** The newest 100. */
  readonly deliveries: readonly {
    readonly id: string;
    readonly conversationId: string;
    readonly to: string;
    readonly state: string;
    readonly createdAt: number;
    readonly lastReply: string | null;
  }[];
}

export interface AdminQueries {
  ticketSettings(admin: AgentIdentity): Promise<TicketSettingsView>;
  /** In their order. */
  triggers(admin: AgentIdentity): Promise<readonly TriggerView[]>;
  /** Firings and near misses, newest first, 200 at most; null: no such trigger. */
  triggerLog(admin: AgentIdentity, id: TriggerId): Promise<readonly FiringView[] | null>;
  /** The default one first. */
  brands(admin: AgentIdentity): Promise<readonly Brand[]>;
  supportAddresses(admin: AgentIdentity): Promise<readonly SupportAddressRow[]>;
  /** All of them, the active ones first. */
  teamMembers(admin: AgentIdentity): Promise<readonly TeamMemberView[]>;
  account(admin: AgentIdentity): Promise<AccountView>;
  health(admin: AgentIdentity, now: Instant): Promise<HealthView>;
}

/** Jobs that died, and are given another life by an admin who has mended what killed them. */
export interface DeadJobs {
  /** False: no such dead job. */
  retry(admin: AgentIdentity, id: JobId, now: Instant): Promise<boolean>;
}
