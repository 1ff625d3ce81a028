/** The cookies of team members: how they are called and kept, which follows from the public URL. */
import type { CookieSerializeOptions } from "@fastify/cookie";

/** Where browsers reach us without TLS, which is on this machine. */
export const AGENT_COOKIE = "ariane_agent";
const BROWSER_COOKIE = "ariane_browser";

export interface AgentCookies {
  /** The name of the one that opens a session. */
  readonly session: string;
  /** The name of the one by which a browser is known again. */
  readonly browser: string;
  readonly options: CookieSerializeOptions;
}

/**
 * Under https `__Host-` (RFC 6265bis §4.1.3): only we set them, only by TLS, and no other host of the domain gets or plants
 * one. Lax: a link in a mail leads into the workspace signed in; what changes something is checked by its origin.
 */
export function agentCookies(publicUrl: string): AgentCookies {
  const secure = publicUrl.startsWith("https:");
  const prefix = secure ? "__Host-" : "";
  return {
    session: `${prefix}${AGENT_COOKIE}`,
    browser: `${prefix}${BROWSER_COOKIE}`,
    options: { path: "/", httpOnly: true, sameSite: "lax", secure },
  };
}
