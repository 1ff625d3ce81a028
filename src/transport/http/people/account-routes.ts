/** The agents' door to themselves: first run, sign-in, presence, the team (contract/agent.ts). */
import type { FastifyReply, FastifyRequest } from "fastify";
import { ChangeMe, FirstAdmin, type Me, type Setup, SignIn, type Team } from "../../../../contract/agent.ts";
import { type Instant, millis, MINUTE } from "../../../domain/ids.ts";
import type { PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { changeMe } from "../../../usecases/people/change-me.ts";
import { signIn } from "../../../usecases/people/sign-in.ts";
import { signOut } from "../../../usecases/people/sign-out.ts";
import { setUpAccount } from "../../../usecases/settings/set-up-account.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Origins } from "../../edge/origins.ts";
import { AGENT_COOKIE, type Principals, requireOwnPage } from "../../edge/principals.ts";
import { sendRefusal } from "../../edge/refusals.ts";
import { type App, typed } from "../server.ts";

export interface AccountRoutesDeps {
  readonly usecases: Parameters<typeof setUpAccount>[0];
  readonly queries: PeopleQueries;
  readonly principals: Principals;
  readonly origins: Origins;
  readonly limits: Limits;
  readonly clock: Clock;
  /** The sign-in of the demo, which the sign-in page shows; null: no demo. */
  readonly demoSignIn: { readonly email: string; readonly password: string } | null;
}

/** Nobody mistypes a password oftener; a guesser gets nowhere. */
const SIGN_INS_AN_ADDRESS = { most: 10, within: millis(15 * MINUTE) };
/** An office signs in from one IP address in the morning. */
const SIGN_INS_AN_IP = { most: 50, within: millis(15 * MINUTE) };

export function accountRoutes(deps: AccountRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    setUpRoutes(app, deps);
    sessionRoutes(app, deps);
    selfRoutes(app, deps);
  };
}

function setUpRoutes(plugin: App, deps: AccountRoutesDeps): void {
  const app = typed(plugin);
  app.get("/setup", async (): Promise<Setup> => ({ ...(await deps.queries.setUp()), demoSignIn: deps.demoSignIn }));
  app.post("/first-admin", { schema: { body: FirstAdmin } }, async (request, reply) => {
    requireOwnPage(deps.origins, request);
    await deps.limits.take(`sign-in-ip:${request.ip}`, SIGN_INS_AN_IP);
    const { accountName, timeZone, locale, name, email, password } = request.body;
    const made = await setUpAccount(deps.usecases, {
      accountName,
      timeZone,
      locale,
      brandName: null,
      supportAddress: null,
      admin: { name, email, password },
    });
    if (!made.ok) return sendRefusal(reply, made.error);
    return withSession(request, reply, made.value, deps.clock).code(204).send();
  });
}

function sessionRoutes(plugin: App, deps: AccountRoutesDeps): void {
  const app = typed(plugin);
  app.post("/sign-in", { schema: { body: SignIn } }, async (request, reply) => {
    requireOwnPage(deps.origins, request);
    await deps.limits.take(`sign-in-ip:${request.ip}`, SIGN_INS_AN_IP);
    await deps.limits.take(`sign-in:${request.body.email.trim().toLowerCase()}`, SIGN_INS_AN_ADDRESS);
    const signedIn = await signIn(deps.usecases, request.body);
    if (!signedIn.ok) return sendRefusal(reply, signedIn.error);
    return withSession(request, reply, signedIn.value, deps.clock).code(204).send();
  });
  app.post("/sign-out", async (request, reply) => {
    requireOwnPage(deps.origins, request);
    const hash = deps.principals.agentTokenHash(request);
    if (hash !== null) await signOut(deps.usecases, hash);
    return reply.clearCookie(AGENT_COOKIE, { path: "/" }).code(204).send();
  });
}

function selfRoutes(plugin: App, deps: AccountRoutesDeps): void {
  const app = typed(plugin);
  app.get("/me", async (request): Promise<Me> => {
    const me = await deps.queries.me(await deps.principals.agent(request));
    return { ...me, account: { ...me.account, demo: deps.demoSignIn !== null } };
  });
  app.put("/me", { schema: { body: ChangeMe } }, async (request, reply) => {
    const agent = await deps.principals.agent(request);
    const changed = await changeMe(deps.usecases, agent, request.body);
    return changed.ok ? reply.code(204).send() : sendRefusal(reply, changed.error);
  });
  app.get("/team", async (request): Promise<Team> => {
    const agent = await deps.principals.agent(request);
    return { agents: [...(await deps.queries.team(agent))] };
  });
}

/** Lax: a link in a mail leads into the workspace signed in; requests that change something are checked by their origin. */
function withSession(
  request: FastifyRequest,
  reply: FastifyReply,
  session: { readonly token: string; readonly expiresAt: Instant },
  clock: Clock,
): FastifyReply {
  return reply.setCookie(AGENT_COOKIE, session.token, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: request.protocol === "https",
    maxAge: Math.floor((session.expiresAt - clock.now()) / 1_000),
  });
}
