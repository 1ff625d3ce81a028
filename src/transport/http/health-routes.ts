/** Health of the admin center (contract/health.ts). Every route asks for an admin first. */
import { Type } from "typebox";
import { Uuid } from "../../../contract/shared.ts";
import { jobId } from "../../domain/ids.ts";
import type { DeadJobs, HealthQueries } from "../../ports/queries/health-queries.ts";
import type { Clock } from "../../ports/system.ts";
import type { Principals } from "../edge/principals.ts";
import { refused } from "../edge/refusals.ts";
import { type App, typed } from "./server.ts";

export interface HealthRoutesDeps {
  readonly queries: HealthQueries;
  readonly deadJobs: DeadJobs;
  readonly principals: Pick<Principals, "admin">;
  readonly clock: Clock;
}

const ById = Type.Object({ id: Uuid });

export function healthRoutes({ queries, deadJobs, principals, clock }: HealthRoutesDeps): (app: App) => Promise<void> {
  return async (plugin) => {
    const app = typed(plugin);
    app.get("/", async (request) => queries.health(await principals.admin(request), clock.now()));
    app.post("/jobs/:id/retry", { schema: { params: ById } }, async (request, reply) => {
      const admin = await principals.admin(request);
      if (!(await deadJobs.retry(admin, jobId(request.params.id), clock.now()))) {
        throw refused("not-found", "There is no such dead job.");
      }
      return reply.code(204).send();
    });
  };
}
