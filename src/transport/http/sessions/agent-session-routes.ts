/** Team members sign in and out, and end sessions of theirs. */
import type { FastifyRequest } from "fastify";
import { agentSessionsApi } from "../../../../contract/sessions/agent-sessions.ts";
import { agentSessionId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { endOtherSessions, endOwnSession } from "../../../usecases/sessions/end-own-sessions.ts";
import { signIn } from "../../../usecases/sessions/sign-in.ts";
import { signOut } from "../../../usecases/sessions/sign-out.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";
import { browserCookie, keepSession, openedFrom } from "./keep-session.ts";

interface AgentSessionRoutesDeps {
  readonly usecases: Parameters<typeof signIn>[0];
  readonly queries: PeopleQueries;
  readonly principals: Principals;
  readonly clock: Clock;
}

export function agentSessionRoutes(deps: AgentSessionRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    signInRoutes(door, deps);
    ownSessionRoutes(door, deps);
  };
}

function signInRoutes(door: Door, deps: AgentSessionRoutesDeps): void {
  const { usecases, principals } = deps;
  serve(door, agentSessionsApi.signIn, async ({ acting, body, request, reply }) => {
    const signedIn = await signIn(acting(usecases), {
      ...body,
      browser: {
        from: openedFrom(request),
        cookie: browserCookie(principals, request),
        before: principals.agentTokenHash(request),
      },
    });
    if (signedIn.ok) keepSession(deps, request, reply, signedIn.value);
    return signedIn;
  });
  serve(door, agentSessionsApi.signOut, async ({ acting, request, reply }) => {
    const hash = principals.agentTokenHash(request);
    if (hash !== null) await signOut(acting(usecases), hash);
    const { session, options } = principals.cookies();
    // What the browser has kept of conversations and files is not for whoever uses it next.
    reply.clearCookie(session, options).header("clear-site-data", '"cache"');
    return ok(null);
  });
}

function ownSessionRoutes(door: Door, { usecases, queries, principals, clock }: AgentSessionRoutesDeps): void {
  const asking = (request: FastifyRequest): Uint8Array => {
    const hash = principals.agentTokenHash(request);
    if (hash === null) throw new Error("an agent was let in without a cookie");
    return hash;
  };
  show(door, agentSessionsApi.list, async ({ who, request }) => ({
    sessions: await queries.sessions(who, asking(request), clock.now()),
  }));
  serve(door, agentSessionsApi.end, async ({ acting, who, params }) =>
    ok(await endOwnSession(acting(usecases), who, agentSessionId(params.id))),
  );
  serve(door, agentSessionsApi.endOthers, async ({ acting, who, request }) =>
    ok(await endOtherSessions(acting(usecases), who, asking(request))),
  );
}
