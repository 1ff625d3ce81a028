/** The widget's door. */
import { widgetSessionApi } from "../../../../contract/sessions/widget-sessions.ts";
import { widgetApi } from "../../../../contract/conversation/widget-conversations.ts";
import { FILE_NAME_HEADER } from "../../../../contract/shared.ts";
import { siteFactsIn } from "../../../domain/conversation/site-facts.ts";
import { attachmentId, clientId, conversationId, revision, seq } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import type { uploadFile } from "../../../usecases/attachments/upload-file.ts";
import { dismissForm } from "../../../usecases/conversation/dismiss-form.ts";
import { giveAddress } from "../../../usecases/conversation/give-address.ts";
import { postMessage } from "../../../usecases/conversation/post-message.ts";
import { startConversation } from "../../../usecases/conversation/start-conversation.ts";
import { startMailAgain } from "../../../usecases/conversation/start-mail-again.ts";
import { stopMailHere } from "../../../usecases/conversation/stop-mail-here.ts";
import { ADDRESSES_A_SESSION, MESSAGES_A_SESSION } from "../../edge/allowances.ts";
import type { Origins } from "../../edge/origins.ts";
import type { Principals } from "../../edge/principals.ts";
import { refused } from "../../edge/refusals.ts";
import { availabilityRoutes } from "../people/availability-routes.ts";
import { widgetAttachments } from "../attachments/attachment-routes.ts";
import { type Door, serve, show } from "../serve.ts";
import { type WidgetSessionDeps, widgetSessionRoutes } from "../sessions/widget-session-routes.ts";
import { type PollDeps, pollRoutes } from "./poll-routes.ts";
import type { App } from "../server.ts";

interface WidgetRoutesDeps extends PollDeps, WidgetSessionDeps {
  readonly usecases: PollDeps["usecases"] &
    WidgetSessionDeps["usecases"] &
    Parameters<typeof giveAddress>[0] &
    Parameters<typeof uploadFile>[0];
  readonly principals: Principals;
  readonly origins: Origins;
  readonly files: AttachmentQueries;
}

/** Browsers keep the answer to a preflight for so long (Chromium's own maximum is two hours). */
const PREFLIGHT_CACHE_SECONDS = 7_200;

export function widgetRoutes(deps: WidgetRoutesDeps): (app: App) => Promise<void> {
  return async (app) => {
    openToHostPages(app, deps.origins);
    const door = { app, principals: deps.principals };
    widgetSessionRoutes(door, deps);
    availabilityRoutes(door, deps);
    conversationRoutes(door, deps);
    addressRoutes(door, deps);
    pollRoutes(door, deps);
    await app.register(widgetAttachments(deps));
  };
}

/** CORS by the brands' allowed origins; no cookie is ever involved. */
function openToHostPages(app: App, origins: Origins): void {
  app.addHook("onRequest", async (request, reply) => {
    const { origin, host } = request.headers;
    // Also without one: a cache must not give the answer that it kept to another page.
    reply.header("vary", "origin");
    if (origin === undefined) return;
    const mayCarry = await origins.mayCarryWidget(origin, host);
    const isFirst = request.routeOptions.url === widgetSessionApi.config.path;
    if (isFirst) origins.noteSighting(Object(request.query).brand, origin, !mayCarry);
    // Of the first question the refusal can be read too: it says nothing but that, and in the page's console why nothing shows.
    if (mayCarry || isFirst) reply.header("access-control-allow-origin", origin);
    if (!mayCarry) {
      throw refused("origin-not-allowed", `${origin} is not among the allowed origins: Channels › Messaging.`);
    }
    // A host page under COEP takes us only with this.
    reply.header("cross-origin-resource-policy", "cross-origin");
  });
  app.options("/api/widget/*", (_request, reply) =>
    reply
      .header("access-control-allow-methods", "GET, POST, PUT, DELETE")
      .header("access-control-allow-headers", `authorization, content-type, ${FILE_NAME_HEADER}`)
      .header("access-control-max-age", PREFLIGHT_CACHE_SECONDS)
      .code(204)
      .send(),
  );
}

function conversationRoutes(door: Door, { usecases, queries, limits }: WidgetRoutesDeps): void {
  show(door, widgetApi.list, async ({ who }) => ({ conversations: await queries.list(who) }));
  serve(door, widgetApi.start, async ({ who, body, request }) => {
    await limits.take(`start:${who.sessionId}`, MESSAGES_A_SESSION);
    await limits.takeNew("conversation", request.ip, limits.allowances.conversationsOfANetwork);
    const started = await startConversation(usecases, who, {
      clientId: clientId(body.clientId),
      text: body.text,
      attachments: (body.attachments ?? []).map(attachmentId),
      pageUrl: withoutQuery(body.pageUrl),
      ...(body.siteFacts === undefined ? {} : { siteFacts: siteFactsIn(body.siteFacts) }),
    });
    if (!started.ok) return started;
    const changes = await queries.changes(who, started.value, revision(0));
    if (changes === null) throw new Error(`conversation ${started.value} is closed to whoever started it`);
    return ok(changes);
  });
  serve(door, widgetApi.post, async ({ who, params, body }) => {
    await limits.take(`post:${who.sessionId}`, MESSAGES_A_SESSION);
    return postMessage(usecases, who, {
      conversationId: conversationId(params.id),
      clientId: clientId(body.clientId),
      text: body.text,
      attachments: (body.attachments ?? []).map(attachmentId),
      shownUpTo: seq(body.shownUpTo),
      ...(body.siteFacts === undefined ? {} : { siteFacts: siteFactsIn(body.siteFacts) }),
    });
  });
  show(door, widgetApi.page, ({ who, params, query }) =>
    queries.page(who, conversationId(params.id), query.before === 0 ? null : seq(query.before)),
  );
  show(door, widgetApi.changes, ({ who, params, query }) =>
    queries.changes(who, conversationId(params.id), revision(query.after)),
  );
}

function addressRoutes(door: Door, { usecases, limits }: WidgetRoutesDeps): void {
  serve(door, widgetApi.giveAddress, async ({ who, params, body }) => {
    await limits.take(`address:${who.sessionId}`, ADDRESSES_A_SESSION);
    return giveAddress(usecases, who, { ...body, conversationId: conversationId(params.id) });
  });
  serve(door, widgetApi.dismissForm, ({ who, params }) => dismissForm(usecases, who, conversationId(params.id)));
  serve(door, widgetApi.stopMail, ({ who, params }) => stopMailHere(usecases, who, conversationId(params.id)));
  serve(door, widgetApi.startMailAgain, ({ who, params }) => startMailAgain(usecases, who, conversationId(params.id)));
}

/** The page where it began: scheme, host and path only; a query may hold what is nobody's business. Null: no web page. */
function withoutQuery(pageUrl: string | null): string | null {
  if (pageUrl === null || !URL.canParse(pageUrl)) return null;
  const url = new URL(pageUrl);
  return url.protocol === "https:" || url.protocol === "http:" ? url.origin + url.pathname : null;
}
