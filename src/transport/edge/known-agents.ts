/** Who an agent's cookie belongs to, remembered for a moment: an agent at work asks several times a second. */
import type { Instant } from "../../domain/ids.ts";
import type { AgentIdentity } from "../../domain/people/roles.ts";
import { DatabaseTrouble, keepsReading } from "../../ports/database-trouble.ts";

type FindAgent = (tokenHash: Uint8Array, now: Instant) => Promise<AgentIdentity | null>;

/** A sign-out or a change of the team rings in every process; this bounds what a lost notice can cost. */
const KEPT_FOR_MS = 1_000;

interface KnownAgents {
  readonly find: FindAgent;
  /** Somebody signed out, or the team changed: ask the database again. */
  forget(): void;
}

/** `noteUse`: told of a session each time that it is looked up for a request, which is use. */
export function rememberAgents(
  find: FindAgent,
  noteUse: (tokenHash: Uint8Array, now: Instant) => Promise<void>,
): KnownAgents {
  let known = new Map<string, { readonly agent: AgentIdentity; readonly until: number }>();
  return {
    async find(tokenHash, now) {
      const key = Buffer.from(tokenHash).toString("base64");
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > performance.now()) return remembered.agent;
      // What is forgotten while the database answers must not be remembered by that answer.
      const current = known;
      const agent = await find(tokenHash, now);
      if (agent === null) {
        current.delete(key);
        return null;
      }
      await noteUse(tokenHash, now).catch(unlessUnwritten);
      current.set(key, { agent, until: performance.now() + KEPT_FOR_MS });
      return agent;
    },
    forget() {
      known = new Map();
    },
  };
}

/** Where nothing can be stored, agents read on; the next look notes the use. */
function unlessUnwritten(error: unknown): void {
  if (!(error instanceof DatabaseTrouble) || !keepsReading(error)) throw error;
}
