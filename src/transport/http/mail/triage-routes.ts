/** Stored mail at the agents' door (contract/triage.ts). */
import { Type } from "typebox";
import { Uuid } from "../../../../contract/shared.ts";
import { AttachMail } from "../../../../contract/triage.ts";
import { conversationId, inboundMailId } from "../../../domain/ids.ts";
import type { MailViewer } from "../../../ports/mail/mail-viewer.ts";
import type { MailQueries, RawMailView } from "../../../ports/queries/mail-queries.ts";
import { settleTriage, type SettleTriageDeps, type TriageDecision } from "../../../usecases/mail/settle-triage.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { sendFile } from "../attachments/file-transfer.ts";
import { type App, typed } from "../server.ts";
import type { FastifyReply, FastifyRequest } from "fastify";

export interface TriageRoutesDeps {
  readonly usecases: SettleTriageDeps;
  readonly queries: MailQueries;
  readonly viewer: MailViewer;
  readonly principals: Principals;
}

const ById = Type.Object({ id: Uuid });
const FileOfMail = Type.Object({ id: Uuid, at: Type.Integer({ minimum: 0 }) });

export function triageRoutes(deps: TriageRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    readRoutes(app, deps);
    decisionRoutes(app, deps);
  };
}

function readRoutes(plugin: App, { queries, viewer, principals }: TriageRoutesDeps): void {
  const app = typed(plugin);
  const Query = Type.Object({ before: Type.Optional(Uuid) });
  app.get("/triage", { schema: { querystring: Query } }, async (request) => {
    const { before } = request.query;
    return queries.triage(await principals.agent(request), before === undefined ? null : inboundMailId(before));
  });
  const load = async (request: FastifyRequest, id: string): Promise<RawMailView> => {
    const found = await queries.mail(await principals.agent(request), inboundMailId(id));
    if (found === null) throw refused("not-found", "There is no such mail.");
    return found;
  };
  app.get("/inbound-mail/:id", { schema: { params: ById } }, async (request) => {
    const { raw, ...mail } = await load(request, request.params.id);
    const pathOf = (at: number): string => `${app.prefix}/inbound-mail/${mail.id}/attachments/${at}`;
    return { ...mail, ...(await viewer.view(raw, pathOf)) };
  });
  app.get("/inbound-mail/:id/attachments/:at", { schema: { params: FileOfMail } }, async (request, reply) => {
    const { raw } = await load(request, request.params.id);
    const found = await viewer.file(raw, request.params.at);
    return sendFile(
      reply,
      found === null
        ? null
        : {
            ...found.facts,
            read: async function* () {
              yield found.bytes;
            },
          },
    );
  });
  app.get("/inbound-mail/:id/raw", { schema: { params: ById } }, async (request, reply) => {
    const { id, raw } = await load(request, request.params.id);
    // A download under every circumstance: nothing that a stranger wrote is ever shown by the browser from our origin.
    return reply
      .header("content-type", "message/rfc822")
      .header("content-disposition", `attachment; filename="mail-${id}.eml"`)
      .header("content-security-policy", "default-src 'none'; sandbox")
      .send(raw);
  });
}

function decisionRoutes(plugin: App, deps: TriageRoutesDeps): void {
  const app = typed(plugin);
  const settle = async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    decision: TriageDecision,
  ): Promise<FastifyReply> => {
    const agent = await deps.principals.agent(request);
    const settled = await settleTriage(deps.usecases, agent, inboundMailId(request.params.id), decision);
    if (!settled.ok) return sendRefusal(reply, settled.error);
    return settled.value === null ? reply.code(204).send() : reply.send({ conversationId: settled.value });
  };
  app.post("/triage/:id/attach", { schema: { params: ById, body: AttachMail } }, (request, reply) =>
    settle(request, reply, { verb: "attach", to: conversationId(request.body.conversationId) }),
  );
  app.post("/triage/:id/new-conversation", { schema: { params: ById } }, (request, reply) =>
    settle(request, reply, { verb: "begin" }),
  );
  app.post("/triage/:id/ignore", { schema: { params: ById } }, (request, reply) =>
    settle(request, reply, { verb: "ignore" }),
  );
}
