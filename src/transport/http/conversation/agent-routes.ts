/** The agents' door to conversations. Sign-in and the team are in account-routes.ts. */
import type { AgentChanges } from "../../../../contract/conversation/agent-shapes.ts";
import { conversationApi } from "../../../../contract/conversation/agent-routes.ts";
import { agentId, attachmentId, clientId, conversationId, revision, seq } from "../../../domain/ids.ts";
import type { AgentIdentity } from "../../../domain/people/roles.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import type { AgentQueries } from "../../../ports/queries/conversation-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import type { uploadFile } from "../../../usecases/attachments/upload-file.ts";
import { askAddress } from "../../../usecases/conversation/ask-address.ts";
import { handleConversation, type Handling } from "../../../usecases/conversation/handle-conversation.ts";
import { keepMark } from "../../../usecases/conversation/keep-mark.ts";
import { postReply } from "../../../usecases/conversation/post-reply.ts";
import { revokeLinks } from "../../../usecases/conversation/revoke-links.ts";
import { sendNow } from "../../../usecases/continuity/send-now.ts";
import { decideSender } from "../../../usecases/mail/decide-sender.ts";
import type { Limits } from "../../edge/limits.ts";
import type { Principals } from "../../edge/principals.ts";
import { agentAttachments } from "../attachments/attachment-routes.ts";
import { type Door, serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface AgentRoutesDeps {
  readonly usecases: Parameters<typeof sendNow>[0] &
    Parameters<typeof askAddress>[0] &
    Parameters<typeof uploadFile>[0];
  readonly queries: AgentQueries;
  readonly principals: Principals;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly files: AttachmentQueries;
}

export function agentRoutes(deps: AgentRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals: deps.principals };
    readRoutes(door, deps);
    messageRoutes(door, deps);
    handlingRoutes(door, deps);
    markRoutes(door, deps);
    await app.register(agentAttachments(deps));
  };
}

function readRoutes(door: Door, { queries, clock }: AgentRoutesDeps): void {
  show(door, conversationApi.list, ({ who, query: { view, search = "", before } }) =>
    queries.list(who, {
      view,
      search: search.trim() === "" ? null : search.trim(),
      after: before === undefined ? null : conversationId(before),
    }),
  );
  const load = async (who: AgentIdentity, id: string, after: number): Promise<AgentChanges | null> => {
    const changes = await queries.changes(who, conversationId(id), revision(after), clock.now());
    return changes === null ? null : { ...changes, mine: await queries.mark(who, conversationId(id)) };
  };
  show(door, conversationApi.open, ({ who, params }) => load(who, params.id, 0));
  show(door, conversationApi.changes, ({ who, params, query }) => load(who, params.id, query.after));
  show(door, conversationApi.deliveries, async ({ who, params }) => ({
    deliveries: await queries.deliveries(who, conversationId(params.id)),
    recorded: await queries.recorded(who, conversationId(params.id)),
  }));
}

function messageRoutes(door: Door, { usecases }: AgentRoutesDeps): void {
  serve(door, conversationApi.post, ({ who, params, body }) =>
    postReply(usecases, who, {
      ...body,
      conversationId: conversationId(params.id),
      clientId: clientId(body.clientId),
      attachments: (body.attachments ?? []).map(attachmentId),
    }),
  );
  serve(door, conversationApi.decideSender, ({ who, params, body }) =>
    decideSender(usecases, who, {
      conversationId: conversationId(params.id),
      seq: seq(params.seq),
      decision: body.decision,
    }),
  );
}

function handlingRoutes(door: Door, { usecases }: AgentRoutesDeps): void {
  const handle = (who: AgentIdentity, { id }: { readonly id: string }, handling: Handling) =>
    handleConversation(usecases, who, conversationId(id), handling);
  serve(door, conversationApi.accept, ({ who, params }) => handle(who, params, { verb: "accept" }));
  serve(door, conversationApi.setStatus, ({ who, params, body }) =>
    handle(who, params, { verb: "status", status: body.status }),
  );
  serve(door, conversationApi.assign, ({ who, params, body }) =>
    handle(who, params, { verb: "assign", to: body.agentId === null ? null : agentId(body.agentId) }),
  );
  serve(door, conversationApi.edit, ({ who, params, body }) =>
    handle(who, params, { verb: "edit", seq: seq(params.seq), text: body.text }),
  );
  serve(door, conversationApi.editing, ({ who, params, body }) =>
    handle(who, params, { verb: "editing", seq: seq(params.seq), isOpen: body.isOpen }),
  );
  serve(door, conversationApi.delete, ({ who, params }) =>
    handle(who, params, { verb: "delete", seq: seq(params.seq) }),
  );
  serve(door, conversationApi.withhold, ({ who, params }) =>
    handle(who, params, { verb: "withhold", seq: seq(params.seq) }),
  );
  serve(door, conversationApi.release, ({ who, params }) =>
    handle(who, params, { verb: "release", seq: seq(params.seq) }),
  );
  serve(door, conversationApi.sendNow, ({ who, params }) => sendNow(usecases, who, conversationId(params.id)));
  serve(door, conversationApi.askAddress, ({ who, params }) => askAddress(usecases, who, conversationId(params.id)));
  serve(door, conversationApi.revokeLinks, ({ acting, who, params }) =>
    revokeLinks(acting(usecases), who, conversationId(params.id)),
  );
}

function markRoutes(door: Door, { usecases }: AgentRoutesDeps): void {
  serve(door, conversationApi.markRead, ({ who, params, body }) =>
    keepMark(usecases, who, conversationId(params.id), { kind: "read", upTo: seq(body.upTo) }),
  );
  serve(door, conversationApi.saveDraft, ({ who, params, body }) =>
    keepMark(usecases, who, conversationId(params.id), { kind: "draft", ...body }),
  );
}
