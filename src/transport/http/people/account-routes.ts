/** Team members to themselves: first run, sign-in, presence, the team. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { accountApi } from "../../../../contract/people/account.ts";
import { type Instant, millis, MINUTE } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { changeMe } from "../../../usecases/people/change-me.ts";
import { signIn } from "../../../usecases/people/sign-in.ts";
import { signOut } from "../../../usecases/people/sign-out.ts";
import { setUpAccount } from "../../../usecases/settings/set-up-account.ts";
import type { Limits } from "../../edge/limits.ts";
import { AGENT_COOKIE, type Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface AccountRoutesDeps {
  readonly usecases: Parameters<typeof setUpAccount>[0];
  readonly queries: PeopleQueries;
  readonly principals: Principals;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Whether a mail can leave at all: else the sign-in page offers none. */
  readonly hasRelay: boolean;
  /** The sign-in of the demo, which the sign-in page shows; null: no demo. */
  readonly demoSignIn: { readonly email: string; readonly password: string } | null;
}

/** Nobody mistypes a password oftener; a guesser gets nowhere. */
const SIGN_INS_AN_ADDRESS = { most: 10, within: millis(15 * MINUTE) };
/** An office signs in from one IP address in the morning. */
const SIGN_INS_AN_IP = { most: 50, within: millis(15 * MINUTE) };

export function accountRoutes(deps: AccountRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    sessionRoutes(door, deps);
    selfRoutes(door, deps);
  };
}

function sessionRoutes(door: Door, { usecases, principals, limits, clock }: AccountRoutesDeps): void {
  serve(door, accountApi.makeFirstAdmin, async ({ body, request, reply }) => {
    await limits.take(`sign-in-ip:${request.ip}`, SIGN_INS_AN_IP);
    const { name, email, password, ...account } = body;
    const admin = { name, email, password };
    const made = await setUpAccount(usecases, { ...account, brandName: null, supportAddress: null, admin });
    if (made.ok) keepSession(request, reply, made.value, clock);
    return made;
  });
  serve(door, accountApi.signIn, async ({ body, request, reply }) => {
    await limits.take(`sign-in-ip:${request.ip}`, SIGN_INS_AN_IP);
    await limits.take(`sign-in:${body.email.trim().toLowerCase()}`, SIGN_INS_AN_ADDRESS);
    const signedIn = await signIn(usecases, body);
    if (signedIn.ok) keepSession(request, reply, signedIn.value, clock);
    return signedIn;
  });
  serve(door, accountApi.signOut, async ({ request, reply }) => {
    const hash = principals.agentTokenHash(request);
    if (hash !== null) await signOut(usecases, hash);
    reply.clearCookie(AGENT_COOKIE, { path: "/" });
    return ok(null);
  });
}

function selfRoutes(door: Door, { usecases, queries, demoSignIn, hasRelay }: AccountRoutesDeps): void {
  show(door, accountApi.setUp, async () => ({ ...(await queries.setUp()), demoSignIn, mailsResets: hasRelay }));
  show(door, accountApi.me, async ({ who }) => {
    const me = await queries.me(who);
    return { ...me, account: { ...me.account, demo: demoSignIn !== null } };
  });
  serve(door, accountApi.changeMe, ({ who, body }) => changeMe(usecases, who, body));
  show(door, accountApi.team, async ({ who }) => ({ agents: await queries.team(who) }));
}

/** Sets the cookie of a session that was opened. Lax: a link in a mail leads into the workspace signed in; requests that change something are checked by their origin. */
export function keepSession(
  request: FastifyRequest,
  reply: FastifyReply,
  session: { readonly token: string; readonly expiresAt: Instant },
  clock: Clock,
): void {
  reply.setCookie(AGENT_COOKIE, session.token, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: request.protocol === "https",
    maxAge: Math.floor((session.expiresAt - clock.now()) / 1_000),
  });
}
