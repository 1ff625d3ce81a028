/** What all doors of a world share: who may ask, from where, and how often. */
import { rateLimiter } from "../../../src/adapters/postgres/sessions/rate-limiter.ts";
import { agentSessionBook } from "../../../src/adapters/postgres/sessions/agent-session-book.ts";
import { peopleQueries } from "../../../src/adapters/postgres/queries/people-queries.ts";
import { createLimits, type Limits } from "../../../src/transport/edge/limits.ts";
import { createOrigins, type Origins } from "../../../src/transport/edge/origins.ts";
import { createPrincipals, type Principals } from "../../../src/transport/edge/principals.ts";
import { watchSightings } from "../../../src/transport/http/settings/sightings.ts";
import { noteSighting } from "../../../src/usecases/settings/note-sighting.ts";
import type { EmptyWorld } from "../world.ts";

export interface Edge {
  readonly origins: Origins;
  readonly principals: Principals;
  readonly limits: Limits;
}

export function edgeOf(
  { store, clock, secrets, database }: Pick<EmptyWorld, "store" | "clock" | "secrets" | "database">,
  publicUrl: string,
): Edge {
  const people = peopleQueries(database.pool);
  const origins = createOrigins({
    publicUrl: () => publicUrl,
    loadBrands: () => store.transaction((tx) => tx.settings.loadBrands()),
    noteSighting: watchSightings((seen) => noteSighting({ store, clock }, seen)),
  });
  const principals = createPrincipals({
    clock,
    secrets,
    origins,
    publicUrl: () => publicUrl,
    async findAgent(hash, now) {
      const found = await people.findAgent(hash, now);
      if (found !== null) await agentSessionBook(database.pool).noteUse(hash, now);
      return found;
    },
    noteRefusal: async () => undefined,
    findSession: (hash, now) => people.findSession(hash, now),
  });
  return { origins, principals, limits: createLimits(rateLimiter(database.pool), clock) };
}
