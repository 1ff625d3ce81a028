/** How team members sign in and out, and where they are signed in. */
import { Type, type Static } from "typebox";
import { Email, Password } from "../people/account.ts";
import { route } from "../route.ts";
import { exact, InstantMs, list, nullable, Uuid } from "../shared.ts";

/** A session of the team member who asks. */
export const AgentSession = exact({
  id: Uuid,
  /** Such as `Firefox`; null: it did not say. */
  browser: nullable(Type.String()),
  /** Such as `Windows`; null: it did not say. */
  system: nullable(Type.String()),
  /** The IPv4 address or the /64 from which it was opened; null: it was opened on the server. */
  network: nullable(Type.String()),
  openedAt: InstantMs,
  /** To the minute. */
  lastUsedAt: InstantMs,
  /** The one that asks. */
  isThis: Type.Boolean(),
});
export type AgentSession = Static<typeof AgentSession>;

export const agentSessionsApi = {
  /** `sign-in-failed` never says which half was wrong. */
  signIn: route({
    method: "POST",
    path: "/api/agent/sign-in",
    who: "own-page",
    body: exact({ email: Email, password: Password }),
    refusals: ["sign-in-failed"],
  }),
  signOut: route({ method: "POST", path: "/api/agent/sign-out", who: "own-page" }),
  /** Where the agent is signed in: this session first, then the last used. */
  list: route({
    method: "GET",
    path: "/api/agent/sessions",
    who: "agent",
    answer: exact({ sessions: list(AgentSession) }),
  }),
  /** Ends one of the agent's own. What is ended already, or another's, ends nothing. */
  end: route({ method: "POST", path: "/api/agent/sessions/:id/end", who: "agent", params: { id: Uuid } }),
  /** Ends all of the agent's but the one that asks. */
  endOthers: route({ method: "POST", path: "/api/agent/sessions/end-others", who: "agent" }),
};
