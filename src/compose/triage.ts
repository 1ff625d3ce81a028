/** Stored mail at the agents' door, on one house. */
import type { FastifyInstance } from "fastify";
import { createMailViewer } from "../adapters/mail/view-mail.ts";
import { storedMailQueries } from "../adapters/postgres/queries/stored-mail-queries.ts";
import type { Principals } from "../transport/edge/principals.ts";
import { triageRoutes } from "../transport/http/mail/triage-routes.ts";
import { triageSteps } from "../steps/mail/take-answer.ts";
import type { House } from "./house.ts";

export async function registerTriage(
  app: FastifyInstance,
  house: House,
  { mailDomain, principals }: { readonly mailDomain: string; readonly principals: Principals },
): Promise<void> {
  const usecases = { ...house, mailDomain, triageSteps: triageSteps(house) };
  const queries = storedMailQueries(house.pool);
  await app.register(triageRoutes({ usecases, queries, viewer: createMailViewer(), principals }), {
    prefix: "/api/agent",
  });
}
