/** Reads about whoever asks, and about team members. */
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity, Role } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";

type AgentPresence = "online" | "away" | "offline";

export interface MeView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly chatAccess: boolean;
  readonly presence: AgentPresence;
  readonly locale: string;
  readonly account: {
    readonly name: string;
    readonly timeZone: string;
    readonly agentWorkspaceOn: boolean;
    readonly continuityOn: boolean;
  };
}

export interface ColleagueView {
  readonly id: string;
  readonly name: string;
  readonly presence: AgentPresence;
  readonly chatAccess: boolean;
}

export interface PeopleQueries {
  /** Whose session a token opens; null: unknown, expired, or no longer active. */
  findAgent(tokenHash: Uint8Array, now: Instant): Promise<AgentIdentity | null>;
  /** Whose browser session a token opens; null: unknown, expired or revoked. */
  findSession(tokenHash: Uint8Array, now: Instant): Promise<WidgetPrincipal | null>;
  /** Asked by the sign-in page, of nobody in particular. `accountName` is empty before the first run. */
  setUp(): Promise<{ readonly hasAdmin: boolean; readonly accountName: string }>;
  me(agent: AgentIdentity): Promise<MeView>;
  /** Whom a conversation can be handed to: active, and no light agent. */
  team(agent: AgentIdentity): Promise<readonly ColleagueView[]>;
}
