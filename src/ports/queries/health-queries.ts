/** What the health page shows. Every read is asked by an admin, who is named first. */
import type { GrantTroubleKind, OAuthDoor } from "../../domain/mail-settings/grant-trouble.ts";
import type { Instant, JobId } from "../../domain/ids.ts";
import type { SuppressedBecause } from "../continuity/suppression-tx.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";

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
  /** Domains that asked us to slow down and get no mail at present, the longest pause first; 100 at most. */
  readonly slowed: readonly {
    readonly domain: string;
    readonly until: number;
    /** How often in a row it asked. */
    readonly step: number;
    /** In its own words. */
    readonly said: string;
    /** Mails that wait. */
    readonly waiting: number;
  }[];
  /** Newest death first, 100 at most. */
  readonly deadJobs: readonly {
    readonly id: string;
    readonly kind: string;
    readonly diedAt: number;
    readonly error: string;
    readonly attempts: number;
  }[];
  /** How many mails of the last 24 hours, and of those still under way, are in which state; without those of none. */
  readonly dayByState: readonly { readonly state: string; readonly count: number }[];
  /** The newest of them: 50 at most of each state. */
  readonly deliveries: readonly {
    readonly id: string;
    readonly conversationId: string;
    readonly to: string;
    readonly state: string;
    readonly createdAt: number;
    readonly lastReply: string | null;
  }[];
}

/** Addresses that are mailed no more. */
export interface SuppressionsView {
  /** All that were looked for, shown or not. */
  readonly total: number;
  /** The newest 100. */
  readonly suppressions: readonly {
    readonly address: string;
    readonly because: SuppressedBecause;
    readonly detail: string | null;
    readonly at: number;
  }[];
}

export interface HealthQueries {
  health(admin: AgentIdentity, now: Instant): Promise<HealthView>;
  /** Those whose address holds `find`; empty: all. */
  suppressions(admin: AgentIdentity, find: string): Promise<SuppressionsView>;
}

/** Jobs that died, and are given another life by an admin who has mended what killed them. */
export interface DeadJobs {
  /** False: no such dead job. */
  retry(admin: AgentIdentity, id: JobId, now: Instant): Promise<boolean>;
}
