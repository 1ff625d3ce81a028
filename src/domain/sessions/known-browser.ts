/**
 * The browsers in which a team member has signed in before: a cookie that names the browser and holds, for each of them, a
 * signature of ours. It opens nothing; it says whose failures are not a stranger's (OWASP, *device cookies*).
 */
import type { AgentId } from "../ids.ts";
import type { TokenKeys } from "../mail/reply-address.ts";
import { hexOf, octetsOfAscii } from "../octets.ts";

/** A desk that several share; who has not been there for longest is a stranger again. */
const AGENTS_A_BROWSER = 5;
const SHAPE = /^[\w-]{43}(?:\.[0-9a-f]{64}){1,5}$/u;

/** The browser's id; null: this person has not signed in there, or the cookie is not ours. */
export function browserOf(cookie: string | null, agent: AgentId, keys: TokenKeys): string | null {
  const [id = "", ...known] = partsOf(cookie);
  return id !== "" && known.includes(signatureOf(id, agent, keys)) ? id : null;
}

/** The cookie once this person has signed in too. `newId`: what names a browser without one, 43 letters. */
export function withAgent(cookie: string | null, agent: AgentId, keys: TokenKeys, newId: () => string): string {
  const [id = newId(), ...known] = partsOf(cookie);
  const signature = signatureOf(id, agent, keys);
  const others = known.filter((each) => each !== signature);
  return [id, signature, ...others].slice(0, 1 + AGENTS_A_BROWSER).join(".");
}

const partsOf = (cookie: string | null): readonly string[] =>
  cookie !== null && SHAPE.test(cookie) ? cookie.split(".") : [];

function signatureOf(id: string, agent: AgentId, keys: TokenKeys): string {
  const signed = keys.sign("browser", new Uint8Array(octetsOfAscii(`${id} ${agent}`)));
  if (signed === null) throw new Error(`no key ${keys.keyId} to sign a browser's cookie`);
  return hexOf(signed);
}
