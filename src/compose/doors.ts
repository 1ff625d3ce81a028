/** The doors that people and browsers use: HTTP and sockets, on one house. */
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { createMailViewer } from "../adapters/mail/view-mail.ts";
import { rowOfPost } from "../adapters/postgres/conversation/message-columns.ts";
import {
  agentMessages,
  NOBODY_SHOWN,
  widgetMessages,
} from "../adapters/postgres/queries/conversation/message-views.ts";
import { storedMailQueries } from "../adapters/postgres/queries/stored-mail-queries.ts";
import { networkOf } from "../domain/network.ts";
import type { Notice } from "../ports/bus.ts";
import { rememberAgents } from "../transport/edge/known-agents.ts";
import { type Addresses, createAddresses } from "../transport/edge/addresses.ts";
import { limitConnections } from "../transport/edge/connections.ts";
import type { Limits } from "../transport/edge/limits.ts";
import { createOrigins, type Origins } from "../transport/edge/origins.ts";
import { createPrincipals, type Principals } from "../transport/edge/principals.ts";
import { passwordRoutes } from "../transport/http/passwords/password-routes.ts";
import { agentSessionRoutes } from "../transport/http/sessions/agent-session-routes.ts";
import { identityKeyRoutes } from "../transport/http/sessions/identity-key-routes.ts";
import { teamRoutes } from "../transport/http/people/team-routes.ts";
import { triggerRoutes } from "../transport/http/triggers/trigger-routes.ts";
import { accountRoutes } from "../transport/http/people/account-routes.ts";
import { mailSettingsRoutes } from "../transport/http/mail-settings/mail-settings-routes.ts";
import { photoRoutes } from "../transport/http/people/photo-routes.ts";
import { logoRoutes } from "../transport/http/settings/logo-routes.ts";
import { watchSightings } from "../transport/http/settings/sightings.ts";
import { noteSighting } from "../usecases/settings/note-sighting.ts";
import { previewPage } from "../transport/http/settings/preview-page.ts";
import { scheduleRoutes } from "../transport/http/schedules/schedule-routes.ts";
import { settingsRoutes } from "../transport/http/settings/settings-routes.ts";
import { agentRoutes } from "../transport/http/conversation/agent-routes.ts";
import { blockedRoutes } from "../transport/http/people/blocked-routes.ts";
import { filePage } from "../transport/http/attachments/file-page.ts";
import { securityLogRoutes } from "../transport/http/audit/security-log-routes.ts";
import { mailPages } from "../transport/http/mail/mail-pages.ts";
import { healthRoutes } from "../transport/http/health/health-routes.ts";
import { readinessRoutes } from "../transport/http/health/readiness.ts";
import { inboundMailRoutes } from "../transport/http/mail/inbound-mail-routes.ts";
import { triageRoutes } from "../transport/http/mail/triage-routes.ts";
import { closeHttp, trackHandlers } from "../transport/http/handling.ts";
import { createServer } from "../transport/http/server.ts";
import { webRoutes } from "../transport/http/web-routes.ts";
import { widgetRoutes } from "../transport/http/conversation/widget-routes.ts";
import { type AgentSockets, createAgentSockets } from "../transport/ws/agent-sockets.ts";
import { noteRefusal } from "../usecases/audit/note-refusal.ts";
import type { Turn } from "../transport/ws/turns.ts";
import { listenForUpgrades } from "../transport/ws/upgrade.ts";
import { createWidgetSockets, type WidgetSockets } from "../transport/ws/widget-sockets.ts";
import { coreDeps, identityDeps, mailSettingsDeps, namingDeps, readingDeps, signInDeps, visitorDeps } from "./deps.ts";
import { type House, PROJECT } from "./house.ts";
import type { ServerOptions } from "./server-options.ts";

export interface Doors {
  readonly app: FastifyInstance;
  readonly connectionIds: WidgetSockets["connectionIds"];
  readonly openDesks: AgentSockets["openDesks"];
  /** Notices may have been missed: every socket reads anew. */
  readonly catchUp: (turn: Turn) => void;
  /** Sends everybody away, spread over so many milliseconds, and lets end what is under way. */
  readonly close: (overMs: number) => Promise<void>;
}

interface Place {
  readonly publicUrl: () => string;
  readonly inboundPort: number;
  readonly limits: Limits;
  /** This process is about to end: whoever shares people out is told, and no line is kept for another request. */
  readonly isStopping: () => boolean;
}

/** Everything is registered; nothing listens yet. */
export async function openDoors(options: ServerOptions, house: House, place: Place): Promise<Doors> {
  const { limits, publicUrl, isStopping } = place;
  const { allowances, bodies } = limits;
  const app = createServer({ ...options, publicUrl, allowances, bodies, isStopping });
  const handling = trackHandlers(app);
  const addresses = createAddresses(options.trustedProxies);
  limitConnections(app.server, addresses, allowances.connections);
  const origins = createOrigins({
    publicUrl: place.publicUrl,
    loadBrands: () => loadBrands(house),
    noteSighting: watchSightings((seen) => noteSighting(house, seen)),
  });
  house.bus.subscribe((notice) => notice.kind === "settings" && origins.forget());
  const agents = rememberAgents(house.queries.people.findAgent, house.agentSessions.noteUse);
  house.bus.subscribe((notice) => notice.kind === "settings" && agents.forget());
  const { clock, secrets } = house;
  const principals = createPrincipals({
    clock,
    secrets,
    origins,
    publicUrl: place.publicUrl,
    findAgent: agents.find,
    findSession: house.queries.people.findSession,
    noteRefusal: ({ id, name }, { ip, routeOptions: { url } }) =>
      noteRefusal(house, { id, name, network: networkOf(ip) }, url ?? ""),
  });
  await app.register(
    readinessRoutes({ ask: () => house.pool.query("select 1"), isStopping, unwritten: house.trouble.unwritten }),
  );
  await registerApi(app, house, { options, place, origins, principals, limits });
  await registerWebhooks(app, house, { options, principals, limits });
  await registerPages(app, house, { options, place });
  return openSockets(app, house, { origins, principals, addresses, allowances, handling });
}

interface Registering {
  readonly options: ServerOptions;
  readonly place: Place;
}

/** What the doors share at their edge. */
interface Edge {
  readonly origins: Origins;
  readonly principals: Principals;
  readonly limits: Limits;
}

interface Crowd {
  readonly handling: ReturnType<typeof trackHandlers>;
  readonly addresses: Addresses;
  readonly allowances: Limits["allowances"];
}

async function registerApi(
  app: FastifyInstance,
  house: House,
  { options, place, origins, principals, limits }: Registering & Edge,
): Promise<void> {
  const { queries, clock, widgetWords } = house;
  const shared = { usecases: coreDeps(house), principals, origins, limits, clock, files: queries.files };
  const demoSignIn = options.demo?.signIn ?? null;
  const snippet = (brand: string) =>
    `<script async src="${place.publicUrl()}/widget/ariane.js" data-brand="${brand}"></script>`;
  const widget = { ...shared, usecases: visitorDeps(house), queries: queries.widget, bus: house.bus };
  await app.register(widgetRoutes({ ...widget, widgetWords, isDemo: options.demo !== null }));
  await app.register(agentRoutes({ ...shared, usecases: namingDeps(house), queries: queries.agent }));
  const { hasRelay } = options;
  const signing = { ...shared, usecases: signInDeps(house) };
  await app.register(accountRoutes({ ...signing, queries: queries.people, demoSignIn, hasRelay }));
  await app.register(agentSessionRoutes({ ...signing, queries: queries.people }));
  await app.register(passwordRoutes({ ...signing, publicUrl: place.publicUrl, hasRelay }));
  await app.register(teamRoutes({ ...shared, queries: queries.people, publicUrl: place.publicUrl }));
  await app.register(blockedRoutes({ ...shared, queries: queries.blocked }));
  const stored = { queries: storedMailQueries(house.pool), viewer: createMailViewer() };
  await app.register(triageRoutes({ ...shared, ...stored, usecases: readingDeps(house) }));
  await app.register(settingsRoutes({ ...shared, queries: queries.settings, snippet, hasRelay, widgetWords }));
  await app.register(scheduleRoutes({ ...shared, queries: queries.schedules }));
  await app.register(logoRoutes(shared));
  await app.register(photoRoutes(shared));
  await app.register(identityKeyRoutes({ ...shared, usecases: identityDeps(house), queries: queries.settings }));
  await app.register(triggerRoutes({ ...shared, queries: queries.triggers }));
  await app.register(securityLogRoutes({ ...shared, queries: queries.audit }));
  await app.register(
    healthRoutes({ ...shared, queries: queries.health, log: house.log, hasRelay, trouble: house.trouble.ofToday }),
  );
  await app.register(
    mailSettingsRoutes({ ...shared, usecases: mailSettingsDeps(house), queries: queries.mailSettings }),
  );
}

async function registerWebhooks(
  app: FastifyInstance,
  house: House,
  {
    options: { webhookSecret },
    principals,
    limits: { bodies },
  }: Pick<Registering & Edge, "options" | "principals" | "limits">,
): Promise<void> {
  if (webhookSecret === null || webhookSecret === undefined) return;
  const { clock } = house;
  await app.register(
    inboundMailRoutes({ usecases: namingDeps(house), clock, secret: webhookSecret, principals, bodies }),
  );
}

async function registerPages(app: FastifyInstance, house: House, { options, place }: Registering): Promise<void> {
  await app.register(
    mailPages({
      usecases: coreDeps(house),
      words: house.words,
      loadAccount: () => house.store.transaction((tx) => tx.settings.findAccount()),
      loadBrand: (link) => loadBrandOf(house, link),
    }),
  );
  await app.register(
    filePage({
      words: house.words,
      clock: house.clock,
      secrets: house.secrets,
      files: house.queries.files,
      loadBrand: (link) => loadBrandOf(house, link),
      loadAccount: () => house.store.transaction((tx) => tx.settings.findAccount()),
    }),
  );
  await app.register(previewPage);
  await app.register(
    webRoutes({
      folder: join(PROJECT, "dist", "web"),
      assetsFolder: join(PROJECT, "web", "pages"),
      home: options.demo === null ? "/workspace/" : "/demo/",
    }),
  );
  await options.demo?.mount(app, house, place.inboundPort);
}

async function openSockets(
  app: FastifyInstance,
  house: House,
  { origins, principals, addresses, allowances, handling }: Pick<Edge, "origins" | "principals"> & Crowd,
): Promise<Doors> {
  const { bus, clock, log, newId, secrets } = house;
  const widgets = createWidgetSockets({
    usecases: coreDeps(house),
    bus,
    clock,
    log,
    newId,
    queries: house.queries.widget,
    findSession: (token) => principals.widgetByToken(token),
    viewOfPost: (notice) => widgetMessages(rowsOf(notice), NOBODY_SHOWN)[0] ?? null,
  });
  const agents = createAgentSockets({
    bus,
    clock,
    log,
    queries: house.queries.agent,
    newId,
    usecases: coreDeps(house),
    findAgent: house.queries.people.findAgent,
    viewOfPost: (notice) => agentMessages(rowsOf(notice))[0] ?? null,
  });
  await app.ready();
  const { findAgent } = house.queries.people;
  const parseCookie = (header: string) => app.parseCookie(header);
  const sessionCookie = () => principals.cookies().session;
  const finding = { clock, secrets, findAgent, sessionCookie, parseCookie };
  const upgrades = listenForUpgrades(app.server, {
    ...finding,
    log,
    origins,
    widgets,
    agents,
    addresses,
    most: allowances.sockets,
  });
  return {
    app,
    connectionIds: widgets.connectionIds,
    openDesks: agents.openDesks,
    catchUp(turn) {
      widgets.catchUpAll(turn);
      agents.catchUpAll(turn);
    },
    async close(overMs) {
      upgrades.refuseAll();
      await Promise.all([widgets.stop(overMs), agents.stop(overMs)]);
      await closeHttp(app, upgrades.cut);
      await Promise.all([upgrades.ended(), handling.ended()]);
    },
  };
}

const loadBrands = ({ store }: House) => store.transaction((tx) => tx.settings.loadBrands());

type LoadBrand = Parameters<typeof mailPages>[0]["loadBrand"];

const loadBrandOf = ({ store, secrets, clock }: House, link: Parameters<LoadBrand>[0]): ReturnType<LoadBrand> =>
  store.transaction(async (tx) => {
    const hash = link === null ? null : secrets.hashToken(link.token);
    const [brands, known] = await Promise.all([
      tx.settings.loadBrands(),
      link === null || hash === null ? null : tx.links.find(hash, link.purpose, clock.now()),
    ]);
    return brands.find(({ id }) => id === known?.brandId) ?? brands.find(({ isDefault }) => isDefault) ?? null;
  });

const rowsOf = (notice: Extract<Notice, { kind: "conversation" }>) =>
  notice.post === undefined
    ? []
    : [rowOfPost(notice.post.message, { seq: notice.post.seq, revision: notice.revision })];
