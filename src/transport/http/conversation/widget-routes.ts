/** The widget's door (contract/widget.ts). */
import { Type } from "typebox";
import {
  GiveAddress,
  PostWidgetMessage,
  Resume,
  StartConversation,
  StartSession,
  type WidgetConfig,
} from "../../../../contract/widget.ts";
import { FILE_NAME_HEADER, Uuid } from "../../../../contract/shared.ts";
import { attachmentId, brandId, clientId, conversationId, revision, seq } from "../../../domain/ids.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import type { WidgetQueries } from "../../../ports/queries/conversation-queries.ts";
import { dismissForm } from "../../../usecases/conversation/dismiss-form.ts";
import { giveAddress } from "../../../usecases/conversation/give-address.ts";
import { postMessage } from "../../../usecases/conversation/post-message.ts";
import { resumeConversation } from "../../../usecases/sessions/resume-conversation.ts";
import { startConversation } from "../../../usecases/conversation/start-conversation.ts";
import { startMailAgain } from "../../../usecases/conversation/start-mail-again.ts";
import { startSession } from "../../../usecases/sessions/start-session.ts";
import { endSession } from "../../../usecases/sessions/end-session.ts";
import {
  ADDRESSES_A_SESSION,
  CONVERSATIONS_AN_ADDRESS,
  type Limits,
  MESSAGES_A_SESSION,
  RESUMES_AN_ADDRESS,
} from "../../edge/limits.ts";
import type { Origins } from "../../edge/origins.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused, sendRefusal } from "../../edge/refusals.ts";
import { widgetAttachments } from "../attachments/attachment-routes.ts";
import { type App, typed } from "../server.ts";

export interface WidgetRoutesDeps {
  readonly usecases: Parameters<typeof startSession>[0] & Parameters<typeof giveAddress>[0];
  readonly queries: WidgetQueries;
  readonly principals: Principals;
  readonly origins: Origins;
  readonly limits: Limits;
  readonly files: AttachmentQueries;
  /** Null: no such brand. */
  readonly widgetConfig: (brand: ReturnType<typeof brandId>) => Promise<WidgetConfig | null>;
}

/** A stale configuration for so long costs nothing; a page view should not cost a query. */
const CONFIG_CACHE_SECONDS = 60;
/** Browsers keep the answer to a preflight for so long (Chromium's own maximum is two hours). */
const PREFLIGHT_CACHE_SECONDS = 7_200;
const ById = Type.Object({ id: Uuid });

export function widgetRoutes(deps: WidgetRoutesDeps): (app: App) => Promise<void> {
  return async (plugin) => {
    openToHostPages(plugin, deps.origins);
    const app = typed(plugin);
    app.get("/config", { schema: { querystring: Type.Object({ brand: Uuid }) } }, async (request, reply) => {
      const config = await deps.widgetConfig(brandId(request.query.brand));
      if (config === null) throw refused("not-found", "There is no such brand: check data-brand.");
      return reply.header("cache-control", `public, max-age=${CONFIG_CACHE_SECONDS}`).send(config);
    });
    sessionRoutes(plugin, deps);
    conversationRoutes(plugin, deps);
    addressRoutes(plugin, deps);
    await plugin.register(widgetAttachments(deps));
  };
}

/** CORS by the brands' allowed origins; no cookie is ever involved. */
function openToHostPages(app: App, origins: Origins): void {
  app.addHook("onRequest", async (request, reply) => {
    const { origin, host } = request.headers;
    // Also without one: a cache must not give the answer that it kept to another page.
    reply.header("vary", "origin");
    if (origin === undefined) return;
    if (!(await origins.mayCarryWidget(origin, host))) {
      throw refused("origin-not-allowed", `${origin} is not among the allowed origins: Channels › Messaging.`);
    }
    reply.header("access-control-allow-origin", origin);
    // A host page under COEP takes us only with this.
    reply.header("cross-origin-resource-policy", "cross-origin");
  });
  app.options("/*", (_request, reply) =>
    reply
      .header("access-control-allow-methods", "GET, POST, PUT, DELETE")
      .header("access-control-allow-headers", `authorization, content-type, ${FILE_NAME_HEADER}`)
      .header("access-control-max-age", PREFLIGHT_CACHE_SECONDS)
      .code(204)
      .send(),
  );
}

function sessionRoutes(plugin: App, deps: WidgetRoutesDeps): void {
  const app = typed(plugin);
  app.post("/sessions", { schema: { body: StartSession } }, async (request, reply) => {
    await deps.limits.take(`session:${request.ip}`, CONVERSATIONS_AN_ADDRESS);
    const { brandId: brand, locale, browserLanguages, timeZone } = request.body;
    const started = await startSession(deps.usecases, {
      brandId: brandId(brand),
      widgetLocale: locale,
      browserLanguages,
      timeZone,
    });
    return started.ok ? reply.code(201).send(started.value) : sendRefusal(reply, started.error);
  });
  app.delete("/sessions", async (request, reply) => {
    await endSession(deps.usecases, await deps.principals.widget(request));
    return reply.code(204).send();
  });
  app.post("/resume", { schema: { body: Resume } }, async (request, reply) => {
    await deps.limits.take(`resume:${request.ip}`, RESUMES_AN_ADDRESS);
    const resumed = await resumeConversation(deps.usecases, request.body);
    return resumed.ok ? reply.send(resumed.value) : sendRefusal(reply, resumed.error);
  });
}

function conversationRoutes(plugin: App, deps: WidgetRoutesDeps): void {
  const app = typed(plugin);
  app.get("/conversations", async (request) => ({
    conversations: await deps.queries.list(await deps.principals.widget(request)),
  }));
  app.post("/conversations", { schema: { body: StartConversation } }, async (request, reply) => {
    const principal = await deps.principals.widget(request);
    await deps.limits.take(`start:${principal.sessionId}`, MESSAGES_A_SESSION);
    const started = await startConversation(deps.usecases, principal, {
      clientId: clientId(request.body.clientId),
      text: request.body.text,
      attachments: (request.body.attachments ?? []).map(attachmentId),
      pageUrl: withoutQuery(request.body.pageUrl),
    });
    if (!started.ok) return sendRefusal(reply, started.error);
    return reply.code(201).send(await deps.queries.changes(principal, started.value, revision(0)));
  });
  app.post(
    "/conversations/:id/messages",
    { schema: { params: ById, body: PostWidgetMessage } },
    async (request, reply) => {
      const principal = await deps.principals.widget(request);
      await deps.limits.take(`post:${principal.sessionId}`, MESSAGES_A_SESSION);
      const posted = await postMessage(deps.usecases, principal, {
        conversationId: conversationId(request.params.id),
        clientId: clientId(request.body.clientId),
        text: request.body.text,
        attachments: (request.body.attachments ?? []).map(attachmentId),
        shownUpTo: seq(request.body.shownUpTo),
      });
      return posted.ok ? reply.send(posted.value) : sendRefusal(reply, posted.error);
    },
  );
  const Since = Type.Object({ after: Type.Integer({ minimum: 0 }) });
  app.get("/conversations/:id/changes", { schema: { params: ById, querystring: Since } }, async (request) => {
    const principal = await deps.principals.widget(request);
    const changes = await deps.queries.changes(
      principal,
      conversationId(request.params.id),
      revision(request.query.after),
    );
    if (changes === null) throw refused("not-found", "This session has no such conversation.");
    return changes;
  });
}

function addressRoutes(plugin: App, deps: WidgetRoutesDeps): void {
  const app = typed(plugin);
  app.put("/conversations/:id/address", { schema: { params: ById, body: GiveAddress } }, async (request, reply) => {
    const principal = await deps.principals.widget(request);
    await deps.limits.take(`address:${principal.sessionId}`, ADDRESSES_A_SESSION);
    const given = await giveAddress(deps.usecases, principal, {
      ...request.body,
      conversationId: conversationId(request.params.id),
    });
    return given.ok ? reply.send(given.value) : sendRefusal(reply, given.error);
  });
  app.post("/conversations/:id/address/dismiss", { schema: { params: ById } }, async (request, reply) => {
    const principal = await deps.principals.widget(request);
    const dismissed = await dismissForm(deps.usecases, principal, conversationId(request.params.id));
    return dismissed.ok ? reply.code(204).send() : sendRefusal(reply, dismissed.error);
  });
  app.post("/conversations/:id/mail/start-again", { schema: { params: ById } }, async (request, reply) => {
    const principal = await deps.principals.widget(request);
    const started = await startMailAgain(deps.usecases, principal, conversationId(request.params.id));
    return started.ok ? reply.code(204).send() : sendRefusal(reply, started.error);
  });
}

/** The page where it began: scheme, host and path only; a query may hold what is nobody's business. Null: no web page. */
function withoutQuery(pageUrl: string | null): string | null {
  if (pageUrl === null || !URL.canParse(pageUrl)) return null;
  const url = new URL(pageUrl);
  return url.protocol === "https:" || url.protocol === "http:" ? url.origin + url.pathname : null;
}
