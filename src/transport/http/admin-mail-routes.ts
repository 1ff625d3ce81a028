/** Channels › Email (contract/admin-mail.ts). Every route asks for an admin first. */
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { OfDomain, SignWithDkim } from "../../../contract/admin-mail.ts";
import { Uuid } from "../../../contract/shared.ts";
import { supportAddressId } from "../../domain/ids.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { Result } from "../../domain/result.ts";
import type { MailSettingsQueries } from "../../ports/queries/mail-settings-queries.ts";
import { runSelfTest, type SelfTestDeps } from "../../usecases/mail-settings/run-self-test.ts";
import { makeDkimKey, signWithDkim, stopSigning } from "../../usecases/mail-settings/sign-with-dkim.ts";
import { type Limits, SELF_TESTS_AN_ADDRESS } from "../edge/limits.ts";
import type { Principals } from "../edge/principals.ts";
import { sendRefusal } from "../edge/refusals.ts";
import { type App, typed } from "./server.ts";

export interface AdminMailRoutesDeps {
  readonly usecases: Parameters<typeof makeDkimKey>[0] & Parameters<typeof signWithDkim>[0] & SelfTestDeps;
  readonly queries: MailSettingsQueries;
  readonly principals: Pick<Principals, "admin">;
  readonly limits: Limits;
}

const ById = Type.Object({ id: Uuid });

export function adminMailRoutes(deps: AdminMailRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    dkimRoutes(app, deps);
    selfTestRoutes(app, deps);
  };
}

function dkimRoutes(plugin: App, { usecases, queries, principals }: AdminMailRoutesDeps): void {
  const app = typed(plugin);
  app.get("/dkim", async (request) => ({ domains: await queries.dkim(await principals.admin(request)) }));
  app.post("/dkim/keys", { schema: { body: OfDomain } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await makeDkimKey(usecases, request.body.domain.toLowerCase()));
  });
  app.delete("/dkim/keys", { schema: { body: OfDomain } }, async (request, reply) => {
    await principals.admin(request);
    return answer(reply, await stopSigning(usecases, request.body.domain.toLowerCase()));
  });
  app.post("/dkim/sign", { schema: { body: SignWithDkim } }, async (request, reply) => {
    await principals.admin(request);
    const { domain, evenUnseen } = request.body;
    return answer(reply, await signWithDkim(usecases, domain.toLowerCase(), { evenUnseen }));
  });
}

function selfTestRoutes(plugin: App, { usecases, queries, principals, limits }: AdminMailRoutesDeps): void {
  const app = typed(plugin);
  const { mailDomain, clock } = usecases;
  app.get("/self-tests", async (request) => ({
    addresses: await queries.selfTests(await principals.admin(request), mailDomain, clock.now()),
  }));
  app.post("/self-tests/:id", { schema: { params: ById } }, async (request, reply) => {
    await principals.admin(request);
    await limits.take(`self-test:${request.params.id}`, SELF_TESTS_AN_ADDRESS);
    return answer(reply, await runSelfTest(usecases, supportAddressId(request.params.id)));
  });
}

const answer = (reply: FastifyReply, result: Result<unknown, Refusal>): FastifyReply =>
  result.ok ? reply.code(204).send() : sendRefusal(reply, result.error);
