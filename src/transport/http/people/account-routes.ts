/** Team members to themselves: first run, presence, the team. */
import { accountApi } from "../../../../contract/people/account.ts";
import { millis, MINUTE } from "../../../domain/ids.ts";
import type { PeopleQueries } from "../../../ports/queries/people-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { changeMe } from "../../../usecases/people/change-me.ts";
import { setUpAccount } from "../../../usecases/settings/set-up-account.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";
import { keepSession, openedFrom } from "../sessions/keep-session.ts";

interface AccountRoutesDeps {
  readonly usecases: Parameters<typeof setUpAccount>[0] &
    Parameters<typeof keepSession>[0]["usecases"] &
    Parameters<typeof changeMe>[0];
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
    firstRunRoutes(door, deps);
    selfRoutes(door, deps);
  };
}

function firstRunRoutes(door: Door, deps: AccountRoutesDeps): void {
  const { usecases, limits } = deps;
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
}

function selfRoutes(door: Door, { usecases, queries, demoSignIn, hasRelay }: AccountRoutesDeps): void {
  show(door, accountApi.setUp, async () => ({ ...(await queries.setUp()), demoSignIn, mailsResets: hasRelay }));
  show(door, accountApi.me, async ({ who }) => {
    const me = await queries.me(who);
    return { ...me, account: { ...me.account, demo: demoSignIn !== null, hasRelay } };
  });
  serve(door, accountApi.changeMe, ({ acting, who, body }) => changeMe(acting(usecases), who, body));
  show(door, accountApi.team, async ({ who }) => {
    const [agents, photos] = await Promise.all([queries.team(who), queries.photos(who)]);
    return { agents, photos };
  });
}
