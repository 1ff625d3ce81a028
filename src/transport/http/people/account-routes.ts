/** Team members to themselves: first run, sign-in, presence, the team. */
import type { FastifyRequest } from "fastify";
import { accountApi } from "../../../../contract/people/account.ts";
import { agentSessionId, millis, MINUTE } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { changeMe } from "../../../usecases/people/change-me.ts";
import { endOtherSessions, endOwnSession } from "../../../usecases/sessions/end-own-sessions.ts";
import { signIn } from "../../../usecases/sessions/sign-in.ts";
import { signOut } from "../../../usecases/sessions/sign-out.ts";
import { setUpAccount } from "../../../usecases/settings/set-up-account.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";
import { browserCookie, keepSession, openedFrom } from "../sessions/keep-session.ts";

interface AccountRoutesDeps {
  readonly usecases: Parameters<typeof setUpAccount>[0] & Parameters<typeof signIn>[0];
  readonly queries: PeopleQueries;
  readonly principals: Principals;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Whether a mail can leave at all: else the sign-in page offers none. */
  readonly hasRelay: boolean;
  /** The sign-in of the demo, which the sign-in page shows; null: no demo. */
  readonly demoSignIn: { readonly email: string; readonly password: string } | null;
}

/** It is done once; each try hashes a password. */
const FIRST_RUNS_A_NETWORK = { most: 50, within: millis(15 * MINUTE) };

export function accountRoutes(deps: AccountRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    sessionRoutes(door, deps);
    selfRoutes(door, deps);
    ownSessionRoutes(door, deps);
  };
}

function sessionRoutes(door: Door, deps: AccountRoutesDeps): void {
  const { usecases, principals, limits } = deps;
  serve(door, accountApi.makeFirstAdmin, async ({ acting, body, request, reply }) => {
    const from = openedFrom(request);
    await limits.take(`first-run:${from.network}`, FIRST_RUNS_A_NETWORK);
    const { name, email, password, ...account } = body;
    const admin = { name, email, password };
    const made = await setUpAccount(acting(usecases), {
      ...account,
      from,
      brandName: null,
      supportAddress: null,
      admin,
    });
    if (made.ok) keepSession(deps, request, reply, made.value);
    return made;
  });
  serve(door, accountApi.signIn, async ({ acting, body, request, reply }) => {
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
  serve(door, accountApi.signOut, async ({ acting, request, reply }) => {
    const hash = principals.agentTokenHash(request);
    if (hash !== null) await signOut(acting(usecases), hash);
    const { session, options } = principals.cookies();
    // What the browser has kept of conversations and files is not for whoever uses it next.
    reply.clearCookie(session, options).header("clear-site-data", '"cache"');
    return ok(null);
  });
}

function selfRoutes(door: Door, { usecases, queries, demoSignIn, hasRelay }: AccountRoutesDeps): void {
  show(door, accountApi.setUp, async () => ({ ...(await queries.setUp()), demoSignIn, mailsResets: hasRelay }));
  show(door, accountApi.me, async ({ who }) => {
    const me = await queries.me(who);
    return { ...me, account: { ...me.account, demo: demoSignIn !== null } };
  });
  serve(door, accountApi.changeMe, ({ acting, who, body }) => changeMe(acting(usecases), who, body));
  show(door, accountApi.team, async ({ who }) => ({ agents: await queries.team(who) }));
}

function ownSessionRoutes(door: Door, { usecases, queries, principals, clock }: AccountRoutesDeps): void {
  const asking = (request: FastifyRequest): Uint8Array => {
    const hash = principals.agentTokenHash(request);
    if (hash === null) throw new Error("an agent was let in without a cookie");
    return hash;
  };
  show(door, accountApi.sessions, async ({ who, request }) => ({
    sessions: await queries.sessions(who, asking(request), clock.now()),
  }));
  serve(door, accountApi.endSession, async ({ acting, who, params }) =>
    ok(await endOwnSession(acting(usecases), who, agentSessionId(params.id))),
  );
  serve(door, accountApi.endOtherSessions, async ({ acting, who, request }) =>
    ok(await endOtherSessions(acting(usecases), who, asking(request))),
  );
}
