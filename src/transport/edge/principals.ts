/** Who is asking: an agent by cookie, a browser session by bearer token. */
import type { FastifyRequest } from "fastify";
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { mayAdminister } from "../../domain/people/roles.ts";
import type { WidgetPrincipal } from "../../domain/sessions/session.ts";
import type { Clock, Secrets } from "../../ports/system.ts";
import { type AgentCookies, agentCookies } from "./cookies.ts";
import { refused } from "./refusals.ts";
import type { Origins } from "./origins.ts";

/** A header that a form or an image on another site cannot send: with the Origin check it closes CSRF. */
const REQUEST_HEADER = "x-ariane-request";

export interface Principals {
  /** Refuses a request that changes something and does not come from a page of ours; tells nobody in particular. */
  ownPage(request: FastifyRequest): null;
  /** Refuses signed-out; for requests that change something also a foreign origin. */
  agent(request: FastifyRequest): Promise<AgentIdentity>;
  /** The same, and refuses whoever is no admin. */
  admin(request: FastifyRequest): Promise<AgentIdentity>;
  /** The cookies of team members, by the public URL. */
  cookies(): AgentCookies;
  /** The hash of the cookie's token; null: no cookie. */
  agentTokenHash(request: FastifyRequest): Uint8Array | null;
  /** Refuses session-unknown. */
  widget(request: FastifyRequest): Promise<WidgetPrincipal>;
  widgetByToken(token: string): Promise<WidgetPrincipal | null>;
}

interface Deps {
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "hashToken">;
  readonly origins: Origins;
  readonly publicUrl: () => string;
  readonly findAgent: (tokenHash: Uint8Array, now: Instant) => Promise<AgentIdentity | null>;
  /** Told of a team member who asks for what only admins may. */
  readonly noteRefusal: (agent: AgentIdentity, request: FastifyRequest) => Promise<void>;
  readonly findSession: (tokenHash: Uint8Array, now: Instant) => Promise<WidgetPrincipal | null>;
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export function createPrincipals(deps: Deps): Principals {
  const cookies = (): AgentCookies => agentCookies(deps.publicUrl());
  const agentTokenHash: Principals["agentTokenHash"] = (request) => {
    const token = request.cookies[cookies().session];
    return token === undefined ? null : deps.secrets.hashToken(token);
  };
  const ownPage: Principals["ownPage"] = (request) => {
    requireOwnPage(deps.origins, request);
    return null;
  };
  const agent: Principals["agent"] = async (request) => {
    ownPage(request);
    const hash = agentTokenHash(request);
    const found = hash === null ? null : await deps.findAgent(hash, deps.clock.now());
    if (found === null) throw refused("signed-out", "Sign in first.");
    return found;
  };
  const widgetByToken = (token: string): Promise<WidgetPrincipal | null> =>
    deps.findSession(deps.secrets.hashToken(token), deps.clock.now());
  return {
    ownPage,
    agent,
    cookies,
    async admin(request) {
      const found = await agent(request);
      if (mayAdminister(found)) return found;
      await deps.noteRefusal(found, request);
      throw refused("not-allowed", "Only admins open the admin center.");
    },
    agentTokenHash,
    async widget(request) {
      const token = bearerToken(request);
      const found = token === null ? null : await widgetByToken(token);
      if (found === null) throw refused("session-unknown", "This browser session is unknown, expired or revoked.");
      return found;
    },
    widgetByToken,
  };
}

/** Refuses a request that changes something and does not come from a page of ours. */
function requireOwnPage(origins: Origins, request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method)) return;
  const { origin, host } = request.headers;
  const isOurs = request.headers[REQUEST_HEADER] === "1" && (origin === undefined || origins.isOwn(origin, host));
  if (!isOurs) throw refused("origin-not-allowed", `Send ${REQUEST_HEADER}: 1 from a page of this installation.`);
}

function bearerToken(request: FastifyRequest): string | null {
  const header = request.headers.authorization ?? "";
  return header.startsWith("Bearer ") ? header.slice("Bearer ".length) : null;
}
