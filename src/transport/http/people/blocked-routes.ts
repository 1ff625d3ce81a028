/** Blocked end users at the agents' door (contract/blocked.ts). */
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { BlockPerson, BlockSender } from "../../../../contract/blocked.ts";
import { Uuid } from "../../../../contract/shared.ts";
import { blockId, conversationId, inboundMailId } from "../../../domain/ids.ts";
import type { Refusal } from "../../../domain/refusal.ts";
import type { Result } from "../../../domain/result.ts";
import type { BlockedQueries } from "../../../ports/queries/blocked-queries.ts";
import { blockPerson } from "../../../usecases/people/block-person.ts";
import { blockSender, blockSenderOfMail } from "../../../usecases/people/block-sender.ts";
import { liftBlock } from "../../../usecases/people/lift-block.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { type App, typed } from "../server.ts";

export interface BlockedRoutesDeps {
  readonly usecases: Parameters<typeof blockPerson>[0];
  readonly queries: BlockedQueries;
  readonly principals: Pick<Principals, "agent">;
}

const ById = Type.Object({ id: Uuid });

export function blockedRoutes(deps: BlockedRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    readRoutes(app, deps);
    blockingRoutes(app, deps);
  };
}

function readRoutes(plugin: App, { queries, principals }: BlockedRoutesDeps): void {
  const app = typed(plugin);
  app.get("/blocked", async (request) => ({ blocked: await queries.list(await principals.agent(request)) }));
  app.get("/blocked/:id/kept-out", { schema: { params: ById } }, async (request) => {
    const kept = await queries.keptOut(await principals.agent(request), blockId(request.params.id));
    if (kept === null) throw refused("not-found", "There is no such block.");
    return { kept };
  });
}

function blockingRoutes(plugin: App, { usecases, principals }: BlockedRoutesDeps): void {
  const app = typed(plugin);
  app.post("/blocked", { schema: { body: BlockSender } }, async (request, reply) => {
    const agent = await principals.agent(request);
    return answer(reply, await blockSender(usecases, agent, request.body.sender));
  });
  app.post("/blocked/:id/lift", { schema: { params: ById } }, async (request, reply) => {
    const agent = await principals.agent(request);
    return answer(reply, await liftBlock(usecases, agent, blockId(request.params.id)));
  });
  app.post("/conversations/:id/block", { schema: { params: ById, body: BlockPerson } }, async (request, reply) => {
    const agent = await principals.agent(request);
    const id = conversationId(request.params.id);
    return answer(reply, await blockPerson(usecases, agent, { conversationId: id, because: request.body.because }));
  });
  app.post("/triage/:id/block", { schema: { params: ById } }, async (request, reply) => {
    const agent = await principals.agent(request);
    return answer(reply, await blockSenderOfMail(usecases, agent, inboundMailId(request.params.id)));
  });
}

const answer = (reply: FastifyReply, result: Result<null, Refusal>): FastifyReply =>
  result.ok ? reply.code(204).send() : sendRefusal(reply, result.error);
