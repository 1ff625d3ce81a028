/** Health of the admin center. */
import { type Health, healthApi } from "../../../../contract/health/health.ts";
import { emailAddress, type Instant, jobId } from "../../../domain/ids.ts";
import type { DatabaseTrouble } from "../../../ports/database-trouble.ts";
import type { HealthQueries } from "../../../ports/queries/health-queries.ts";
import { tryDomainNow } from "../../../usecases/continuity/try-domain-now.ts";
import { tryRelayNow } from "../../../usecases/continuity/try-relay-now.ts";
import { retryJob } from "../../../usecases/health/retry-job.ts";
import { liftSuppression } from "../../../usecases/mail/lift-suppression.ts";
import type { Log } from "../../edge/log.ts";
import type { Principals } from "../../edge/principals.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface HealthRoutesDeps {
  readonly usecases: Parameters<typeof liftSuppression>[0];
  readonly queries: HealthQueries;
  readonly principals: Principals;
  /** Who lifted what is written down here. */
  readonly log: Log;
  readonly hasRelay: boolean;
  /** What this process last met of the database's trouble, today; null: none. */
  readonly trouble: () => { readonly trouble: DatabaseTrouble; readonly at: Instant } | null;
}

export function healthRoutes(deps: HealthRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    workRoutes(door, deps);
    suppressionRoutes(door, deps);
  };
}

function workRoutes(door: Door, { usecases, queries, log, hasRelay, trouble }: HealthRoutesDeps): void {
  const { clock } = usecases;
  const database = (): Health["database"] => {
    const met = trouble();
    return met === null ? null : { kind: met.trouble.kind, said: met.trouble.said, at: met.at };
  };
  show(door, healthApi.read, async ({ who }) => ({
    ...(await queries.health(who, clock.now())),
    hasRelay,
    database: database(),
  }));
  serve(door, healthApi.retryJob, ({ acting, params }) => retryJob(acting(usecases), jobId(params.id)));
  serve(door, healthApi.tryDomain, async ({ acting, who, body: { domain } }) => {
    const tried = await tryDomainNow(acting(usecases), domain);
    if (tried.ok) log("info", "slowed-domain-tried", { by: who.id, domain, waiting: tried.value });
    return tried;
  });
  serve(door, healthApi.tryRelay, async ({ acting, who }) => {
    const tried = await tryRelayNow(acting(usecases));
    if (tried.ok) log("info", "relay-tried", { by: who.id, waiting: tried.value });
    return tried;
  });
}

function suppressionRoutes(door: Door, { usecases, queries, log }: HealthRoutesDeps): void {
  show(door, healthApi.findSuppressions, ({ who, body }) => queries.suppressions(who, body.find.trim()));
  serve(door, healthApi.liftSuppression, async ({ acting, who, body }) => {
    const lifted = await liftSuppression(acting(usecases), emailAddress(body.address));
    if (!lifted.ok) return lifted;
    // The address itself stays out of the log: its reason and date tell which one it was to whoever must know.
    const { because, at } = lifted.value;
    log("info", "suppression-lifted", { by: who.id, because, suppressedAt: at });
    return lifted;
  });
}
