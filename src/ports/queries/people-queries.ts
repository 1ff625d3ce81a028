/** Reads about whoever asks, and about team members. */
import type { accountApi, Colleague, Me } from "../../../contract/people/account.ts";
import type { TeamMember } from "../../../contract/people/team-members.ts";
import type { AnswerOf } from "../../../contract/route.ts";
import type { AgentSession } from "../../../contract/sessions/agent-sessions.ts";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";

/** Whether this is a demo is not the database's to say. */
export type MyView = Omit<Me, "account"> & { readonly account: Omit<Me["account"], "demo"> };

export interface PeopleQueries {
  /** Whose session a token opens; null: unknown, expired, unused for too long, or no longer active. */
  findAgent(tokenHash: Uint8Array, now: Instant): Promise<AgentIdentity | null>;
  /** Whose browser session a token opens; null: unknown, expired or revoked. */
  findSession(tokenHash: Uint8Array, now: Instant): Promise<WidgetPrincipal | null>;
  /** Asked by the sign-in page, of nobody in particular. `accountName` is empty before the first run. */
  setUp(): Promise<Omit<AnswerOf<typeof accountApi.setUp>, "demoSignIn" | "mailsResets">>;
  /** Where this agent is signed in, this one first, then the last used. `asking`: the token's hash of the session that asks. */
  sessions(agent: AgentIdentity, asking: Uint8Array, now: Instant): Promise<readonly AgentSession[]>;
  me(agent: AgentIdentity): Promise<MyView>;
  /** Whom a conversation can be handed to: active, and no light agent. */
  team(agent: AgentIdentity): Promise<readonly Colleague[]>;
  /** Of everybody who has or had a place in the team and has one. */
  photos(agent: AgentIdentity): Promise<AnswerOf<typeof accountApi.team>["photos"]>;
  /** All of them, the active ones first: for the admin center. */
  teamMembers(admin: AgentIdentity): Promise<readonly TeamMember[]>;
}
