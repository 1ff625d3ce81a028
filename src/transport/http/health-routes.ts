/** Health of the admin center (contract/health.ts). Every route asks for an admin first. */
import { Type } from "typebox";
import { FindSuppressions, LiftSuppression, SlowedDomain } from "../../../contract/health.ts";
import { Uuid } from "../../../contract/shared.ts";
import { emailAddress, jobId } from "../../domain/ids.ts";
import type { DeadJobs, HealthQueries } from "../../ports/queries/health-queries.ts";
import { tryDomainNow } from "../../usecases/continuity/try-domain-now.ts";
import { liftSuppression } from "../../usecases/mail/lift-suppression.ts";
import type { Log } from "../edge/log.ts";
import type { Principals } from "../edge/principals.ts";
import { refused, sendRefusal } from "../edge/refusals.ts";
import { type App, typed } from "./server.ts";

export interface HealthRoutesDeps {
  readonly usecases: Parameters<typeof liftSuppression>[0];
  readonly queries: HealthQueries;
  readonly deadJobs: DeadJobs;
  readonly principals: Pick<Principals, "admin">;
  /** Who lifted what is written down here. */
  readonly log: Log;
}

const ById = Type.Object({ id: Uuid });

export function healthRoutes(deps: HealthRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    workRoutes(app, deps);
    suppressionRoutes(app, deps);
  };
}

function workRoutes(plugin: App, { usecases, queries, deadJobs, principals, log }: HealthRoutesDeps): void {
  const app = typed(plugin);
  const { clock } = usecases;
  app.get("/", async (request) => queries.health(await principals.admin(request), clock.now()));
  app.post("/jobs/:id/retry", { schema: { params: ById } }, async (request, reply) => {
    const admin = await principals.admin(request);
    if (!(await deadJobs.retry(admin, jobId(request.params.id), clock.now()))) {
      throw refused("not-found", "There is no such dead job.");
    }
    return reply.code(204).send();
  });
  app.post("/slowed/try", { schema: { body: SlowedDomain } }, async (request, reply) => {
    const { id: by } = await principals.admin(request);
    const { domain } = request.body;
    const tried = await tryDomainNow(usecases, domain);
    if (!tried.ok) return sendRefusal(reply, tried.error);
    log("info", "slowed-domain-tried", { by, domain, waiting: tried.value });
    return reply.code(204).send();
  });
}

function suppressionRoutes(plugin: App, { usecases, queries, principals, log }: HealthRoutesDeps): void {
  const app = typed(plugin);
  app.post("/suppressions/find", { schema: { body: FindSuppressions } }, async (request) =>
    queries.suppressions(await principals.admin(request), request.body.find.trim()),
  );
  app.post("/suppressions/lift", { schema: { body: LiftSuppression } }, async (request, reply) => {
    const { id: by } = await principals.admin(request);
    const lifted = await liftSuppression(usecases, emailAddress(request.body.address));
    if (!lifted.ok) return sendRefusal(reply, lifted.error);
    // The address itself stays out of the log: its reason and date tell which one it was to whoever must know.
    const { because, at } = lifted.value;
    log("info", "suppression-lifted", { by, because, suppressedAt: at });
    return reply.code(204).send();
  });
}
