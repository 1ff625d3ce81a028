/** The browser in which a team member signs in: where it is, what it has of us, and what it is given to keep. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { TokenKeys } from "../../../domain/mail/reply-address.ts";
import { networkOf } from "../../../domain/network.ts";
import { withAgent } from "../../../domain/sessions/known-browser.ts";
import type { OpenedFrom } from "../../../domain/sessions/session.ts";
import type { Clock, Secrets } from "../../../ports/system.ts";
import type { signIn } from "../../../usecases/sessions/sign-in.ts";
import type { Principals } from "../../edge/principals.ts";

/** What browsers keep at most (RFC 6265bis §5.5): each sign-in begins it anew. */
const BROWSER_KNOWN_SECONDS = 400 * 86_400;
/** A browser says who it is in a line; longer ones are cut. */
const MAX_USER_AGENT_CHARS = 400;

type Opened = Extract<Awaited<ReturnType<typeof signIn>>, { readonly ok: true }>["value"];

interface Keeping {
  readonly usecases: { readonly keys: TokenKeys; readonly secrets: Pick<Secrets, "newToken"> };
  readonly principals: Principals;
  readonly clock: Clock;
}

/** Where a session is opened from, as its owner reads it later. */
export function openedFrom(request: FastifyRequest): OpenedFrom {
  const userAgent = request.headers["user-agent"]?.slice(0, MAX_USER_AGENT_CHARS) ?? null;
  return { network: networkOf(request.ip), userAgent };
}

/** The cookie by which a browser is known again; null: it has none. */
export const browserCookie = (principals: Principals, request: FastifyRequest): string | null =>
  request.cookies[principals.cookies().browser] ?? null;

/** Sets the cookie that opens the session, and the one by which this browser is known again. */
export function keepSession(
  { usecases: { keys, secrets }, principals, clock }: Keeping,
  request: FastifyRequest,
  reply: FastifyReply,
  { agentId, token, expiresAt }: Opened,
): void {
  const { session, browser, options } = principals.cookies();
  const known = withAgent(browserCookie(principals, request), agentId, keys, () => secrets.newToken());
  reply
    .setCookie(session, token, { ...options, maxAge: Math.floor((expiresAt - clock.now()) / 1_000) })
    .setCookie(browser, known, { ...options, maxAge: BROWSER_KNOWN_SECONDS });
}
