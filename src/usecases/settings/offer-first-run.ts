import type { Store } from "../../ports/store.ts";
import type { Clock, Secrets } from "../../ports/system.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, "newToken" | "hashToken">;
}

/**
 * A code with which the first admin can be made, once; asked for at each start of a process, and told to whoever operates
 * it. Null: there is an active admin, and whoever knew a code knows nothing.
 */
export function offerFirstRun({ store, clock, secrets }: Deps): Promise<string | null> {
  const code = secrets.newToken();
  return store.transaction(async (tx) => {
    if ((await tx.people.countActiveAdmins()) > 0) return null;
    await tx.firstRun.addCode(secrets.hashToken(code), clock.now());
    return code;
  });
}
