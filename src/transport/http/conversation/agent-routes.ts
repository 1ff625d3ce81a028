/** The agents' door to conversations (contract/agent.ts). Sign-in and the team are in account-routes.ts. */
import { Type } from "typebox";
import {
  Assign,
  DecideSender,
  EditMessage,
  MarkRead,
  PostAgentMessage,
  SaveDraft,
  SetStatus,
  ViewName,
} from "../../../../contract/agent.ts";
import { Uuid } from "../../../../contract/shared.ts";
import { agentId, attachmentId, clientId, conversationId, revision, seq } from "../../../domain/ids.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import type { AgentQueries } from "../../../ports/queries/conversation-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { askAddress } from "../../../usecases/conversation/ask-address.ts";
import { handleConversation, type Handling } from "../../../usecases/conversation/handle-conversation.ts";
import { keepMark } from "../../../usecases/conversation/keep-mark.ts";
import { postReply } from "../../../usecases/conversation/post-reply.ts";
import { sendNow } from "../../../usecases/continuity/send-now.ts";
import { decideSender } from "../../../usecases/mail/decide-sender.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { agentAttachments } from "../attachments/attachment-routes.ts";
import { type App, typed } from "../server.ts";
import type { FastifyReply, FastifyRequest } from "fastify";

export interface AgentRoutesDeps {
  readonly usecases: Parameters<typeof sendNow>[0] & Parameters<typeof askAddress>[0];
  readonly queries: AgentQueries;
  readonly principals: Principals;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly files: AttachmentQueries;
}

const ById = Type.Object({ id: Uuid });
/** What a seq is kept in. */
const MAX_SEQ = 2 ** 31 - 1;
const BySeq = Type.Object({ id: Uuid, seq: Type.Integer({ minimum: 1, maximum: MAX_SEQ }) });
const MAX_SEARCH_CHARS = 200;

export function agentRoutes(deps: AgentRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    readRoutes(app, deps);
    messageRoutes(app, deps);
    handlingRoutes(app, deps);
    markRoutes(app, deps);
    await app.register(agentAttachments(deps));
  };
}

function readRoutes(plugin: App, { queries, principals, clock }: AgentRoutesDeps): void {
  const app = typed(plugin);
  const Query = Type.Object({
    view: ViewName,
    search: Type.Optional(Type.String({ maxLength: MAX_SEARCH_CHARS })),
    before: Type.Optional(Uuid),
  });
  app.get("/conversations", { schema: { querystring: Query } }, async (request) => {
    const agent = await principals.agent(request);
    const { view, search, before } = request.query;
    return queries.list(agent, {
      view,
      search: search === undefined || search.trim() === "" ? null : search.trim(),
      after: before === undefined ? null : conversationId(before),
    });
  });
  const load = async (request: FastifyRequest, id: string, after: number): Promise<object> => {
    const agent = await principals.agent(request);
    const changes = await queries.changes(agent, conversationId(id), revision(after), clock.now());
    if (changes === null) throw refused("not-found", "There is no such conversation.");
    return { ...changes, mine: await queries.mark(agent, conversationId(id)) };
  };
  app.get("/conversations/:id", { schema: { params: ById } }, (request) => load(request, request.params.id, 0));
  const Since = Type.Object({ after: Type.Integer({ minimum: 0 }) });
  app.get("/conversations/:id/changes", { schema: { params: ById, querystring: Since } }, (request) =>
    load(request, request.params.id, request.query.after),
  );
  app.get("/conversations/:id/deliveries", { schema: { params: ById } }, async (request) => ({
    deliveries: await queries.deliveries(await principals.agent(request), conversationId(request.params.id)),
  }));
}

function messageRoutes(plugin: App, deps: AgentRoutesDeps): void {
  const app = typed(plugin);
  app.post(
    "/conversations/:id/messages",
    { schema: { params: ById, body: PostAgentMessage } },
    async (request, reply) => {
      const agent = await deps.principals.agent(request);
      const posted = await postReply(deps.usecases, agent, {
        ...request.body,
        conversationId: conversationId(request.params.id),
        clientId: clientId(request.body.clientId),
        attachments: (request.body.attachments ?? []).map(attachmentId),
      });
      return posted.ok ? reply.send(posted.value) : sendRefusal(reply, posted.error);
    },
  );
  const handle = handler(deps);
  app.patch("/conversations/:id/messages/:seq", { schema: { params: BySeq, body: EditMessage } }, (request, reply) =>
    handle(request, reply, { verb: "edit", seq: seq(request.params.seq), text: request.body.text }),
  );
  app.delete("/conversations/:id/messages/:seq", { schema: { params: BySeq } }, (request, reply) =>
    handle(request, reply, { verb: "delete", seq: seq(request.params.seq) }),
  );
  app.post(
    "/conversations/:id/messages/:seq/sender",
    { schema: { params: BySeq, body: DecideSender } },
    async (request, reply) => {
      const agent = await deps.principals.agent(request);
      const decided = await decideSender(deps.usecases, agent, {
        conversationId: conversationId(request.params.id),
        seq: seq(request.params.seq),
        decision: request.body.decision,
      });
      return decided.ok ? reply.code(204).send() : sendRefusal(reply, decided.error);
    },
  );
  app.post("/conversations/:id/messages/:seq/withhold", { schema: { params: BySeq } }, (request, reply) =>
    handle(request, reply, { verb: "withhold", seq: seq(request.params.seq) }),
  );
  app.post("/conversations/:id/messages/:seq/release", { schema: { params: BySeq } }, (request, reply) =>
    handle(request, reply, { verb: "release", seq: seq(request.params.seq) }),
  );
}

function handlingRoutes(plugin: App, deps: AgentRoutesDeps): void {
  const app = typed(plugin);
  const handle = handler(deps);
  app.post("/conversations/:id/accept", { schema: { params: ById } }, (request, reply) =>
    handle(request, reply, { verb: "accept" }),
  );
  app.put("/conversations/:id/status", { schema: { params: ById, body: SetStatus } }, (request, reply) =>
    handle(request, reply, { verb: "status", status: request.body.status }),
  );
  app.put("/conversations/:id/assignee", { schema: { params: ById, body: Assign } }, (request, reply) =>
    handle(request, reply, {
      verb: "assign",
      to: request.body.agentId === null ? null : agentId(request.body.agentId),
    }),
  );
  app.post("/conversations/:id/send-now", { schema: { params: ById } }, async (request, reply) => {
    const agent = await deps.principals.agent(request);
    const sent = await sendNow(deps.usecases, agent, conversationId(request.params.id));
    return sent.ok ? reply.code(204).send() : sendRefusal(reply, sent.error);
  });
  app.post("/conversations/:id/ask-address", { schema: { params: ById } }, async (request, reply) => {
    const agent = await deps.principals.agent(request);
    const asked = await askAddress(deps.usecases, agent, conversationId(request.params.id));
    return asked.ok ? reply.code(204).send() : sendRefusal(reply, asked.error);
  });
}

function markRoutes(plugin: App, deps: AgentRoutesDeps): void {
  const app = typed(plugin);
  app.put("/conversations/:id/read", { schema: { params: ById, body: MarkRead } }, async (request, reply) => {
    const agent = await deps.principals.agent(request);
    const id = conversationId(request.params.id);
    const kept = await keepMark(deps.usecases, agent, id, { kind: "read", upTo: seq(request.body.upTo) });
    return kept.ok ? reply.code(204).send() : sendRefusal(reply, kept.error);
  });
  app.put("/conversations/:id/draft", { schema: { params: ById, body: SaveDraft } }, async (request, reply) => {
    const agent = await deps.principals.agent(request);
    const id = conversationId(request.params.id);
    const kept = await keepMark(deps.usecases, agent, id, { kind: "draft", ...request.body });
    return kept.ok ? reply.code(204).send() : sendRefusal(reply, kept.error);
  });
}

function handler(deps: AgentRoutesDeps) {
  return async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    handling: Handling,
  ): Promise<FastifyReply> => {
    const agent = await deps.principals.agent(request);
    const handled = await handleConversation(deps.usecases, agent, conversationId(request.params.id), handling);
    return handled.ok ? reply.code(204).send() : sendRefusal(reply, handled.error);
  };
}
