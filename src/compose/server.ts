/** One process of the product: every door on one house. Any number of them may run on one database. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { ClientConfig } from "pg";
import { rowOfPost, agentMessages, widgetMessages } from "../adapters/postgres/queries/message-views.ts";
import { emailAddress, instant } from "../domain/ids.ts";
import { formatReturnPathToken } from "../domain/reply-address.ts";
import type { Notice } from "../ports/bus.ts";
import type { Mailer } from "../ports/mailer.ts";
import { CONNECTION_RENEWED_EVERY_MS } from "../ports/presence.ts";
import type { Clock } from "../ports/system.ts";
import { createLimits } from "../transport/edge/limits.ts";
import { describeError, type Log } from "../transport/edge/log.ts";
import { createOrigins } from "../transport/edge/origins.ts";
import { createPrincipals } from "../transport/edge/principals.ts";
import { accountRoutes } from "../transport/http/account-routes.ts";
import { adminRoutes } from "../transport/http/admin-routes.ts";
import { agentRoutes } from "../transport/http/agent-routes.ts";
import { mailPages } from "../transport/http/mail-pages.ts";
import { createServer } from "../transport/http/server.ts";
import { webRoutes } from "../transport/http/web-routes.ts";
import { widgetRoutes } from "../transport/http/widget-routes.ts";
import { jobHandlers } from "../transport/jobs/handlers.ts";
import { startWorker, type Worker } from "../transport/jobs/worker.ts";
import { startSmtpReceiver, type SmtpReceiver } from "../transport/smtp/receiver.ts";
import { createAgentSockets } from "../transport/ws/agent-sockets.ts";
import { listenForUpgrades } from "../transport/ws/upgrade.ts";
import { createWidgetSockets } from "../transport/ws/widget-sockets.ts";
import { DELIMITER, writeMail } from "../usecases/continuity/write-mail.ts";
import { knowsRecipient, receiveEmail } from "../usecases/mail/receive-email.ts";
import { takeAnswer } from "../usecases/mail/take-answer.ts";
import { takeAutomatic } from "../usecases/mail/take-automatic.ts";
import { takeReport } from "../usecases/mail/take-report.ts";
import { type House, openHouse, PROJECT } from "./house.ts";

export interface ServerOptions {
  readonly connection: ClientConfig;
  readonly http: { readonly host: string; readonly port: number };
  /** Null: this process takes no mail. */
  readonly inboundSmtp: { readonly host: string; readonly port: number } | null;
  /** Origin under which browsers reach us; null: our own port on this machine. */
  readonly publicUrl: string | null;
  readonly mailDomain: string;
  readonly secret: string | null;
  readonly trustedProxies: readonly string[];
  readonly processJobs: boolean;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  /** Shown on the sign-in page; null outside the demo. */
  readonly demo: {
    readonly signIn: { readonly email: string; readonly password: string };
    readonly mount: (app: FastifyInstance, house: House, inboundPort: number) => Promise<void>;
  } | null;
  /** Done before the doors open: the demo's first data. */
  readonly prepare?: (house: House) => Promise<void>;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Null: this process takes no mail. */
  readonly inboundPort: number | null;
  readonly house: House;
  stop(): Promise<void>;
}

/** A process says that it lives so often; after `LIVES_FOR_MS` of silence it is taken for dead. */
const BEAT_EVERY_MS = 5_000;
const LIVES_FOR_MS = 15_000;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const parts: { worker: Worker | null; catchUp: () => void } = { worker: null, catchUp: () => undefined };
  const house = await openHouse({
    ...options,
    isDemo: options.demo !== null,
    missed: () => parts.catchUp(),
    committed: () => parts.worker?.poke(),
  });
  // What started last stops first; a start that fails half-way leaves nothing running.
  const undo: (() => Promise<unknown>)[] = [house.close];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const processId = randomUUID();
    await beat(house, processId);
    undo.push(() => house.presence.leave(processId));
    await options.prepare?.(house);
    const place = { publicUrl: options.publicUrl ?? "" };
    const receiver = await openMailDoor(options, house);
    if (receiver !== null) undo.push(receiver.close);
    const doors = await openDoors(options, house, {
      publicUrl: () => place.publicUrl,
      inboundPort: receiver?.port ?? 0,
    });
    parts.catchUp = doors.catchUp;
    undo.push(doors.close);
    await doors.app.listen({ ...options.http });
    const port = portOf(doors.app);
    if (options.publicUrl === null) place.publicUrl = `http://localhost:${port}`;
    if (options.processJobs) {
      const worker = work(options, house, () => place.publicUrl);
      parts.worker = worker;
      undo.push(worker.stop);
    }
    const timers = keepAlive(options, house, { processId, connectionIds: doors.connectionIds });
    undo.push(async () => timers.forEach((timer) => clearInterval(timer)));
    return { url: place.publicUrl, port, inboundPort: receiver?.port ?? null, house, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server listens on no port");
  return address.port;
}

function work(options: ServerOptions, house: House, publicUrl: () => string): Worker {
  const { keys } = house;
  const writing = { ...house, mailDomain: options.mailDomain, publicUrl, canAnswer: options.inboundSmtp !== null };
  const handlers = jobHandlers({
    ...house,
    mailDomain: options.mailDomain,
    mailer: options.mailer,
    chance: Math.random,
    write: (tx, locked, delivery, now) => writeMail(writing, tx, locked, { delivery, now }),
    returnPath: (id) => emailAddress(`bounce+${formatReturnPathToken(id, keys)}@${options.mailDomain}`),
    steps: {
      takeReport: takeReport(house),
      takeAutomatic,
      takeAnswer: takeAnswer({ ...house, delimiter: DELIMITER }),
    },
  });
  return startWorker({ queue: house.jobs, clock: house.clock, log: house.log, handlers });
}

async function openMailDoor(options: ServerOptions, house: House): Promise<SmtpReceiver | null> {
  if (options.inboundSmtp === null) return null;
  return startSmtpReceiver({
    ...options.inboundSmtp,
    name: options.mailDomain,
    decideRecipient: async (address) => ((await knowsRecipient(house, address)) ? "accept" : "unknown"),
    async store(mail) {
      await receiveEmail(house, { ...mail, door: "smtp" });
      return "stored";
    },
    log: (event, facts) => house.log("info", event, facts),
  });
}

interface Doors {
  readonly app: FastifyInstance;
  readonly connectionIds: ReturnType<typeof createWidgetSockets>["connectionIds"];
  readonly catchUp: () => void;
  readonly close: () => Promise<void>;
}

async function openDoors(
  options: ServerOptions,
  house: House,
  { publicUrl, inboundPort }: { readonly publicUrl: () => string; readonly inboundPort: number },
): Promise<Doors> {
  const { store, queries, clock, secrets, log, bus } = house;
  const loadBrands = () => store.transaction((tx) => tx.settings.loadBrands());
  const origins = createOrigins({ publicUrl, loadBrands });
  bus.subscribe((notice) => notice.kind === "settings" && origins.forget());
  const findAgent = queries.people.findAgent;
  const findSession = (hash: Uint8Array, now: ReturnType<Clock["now"]>) =>
    store.transaction((tx) => tx.people.findSession(hash, now));
  const principals = createPrincipals({ clock, secrets, origins, findAgent, findSession });
  const limits = createLimits(house.limiter, clock);
  const app = createServer(options);
  const demoSignIn = options.demo?.signIn ?? null;

  app.get("/healthz", () => ({ ok: true }));
  app.get("/readyz", async () => {
    await house.pool.query("select 1");
    return { ok: true };
  });
  const shared = { usecases: house, principals, origins, limits, clock };
  await app.register(widgetRoutes({ ...shared, queries: queries.widget, widgetConfig: configReader(house, options) }), {
    prefix: "/api/widget",
  });
  await app.register(
    agentRoutes({ ...shared, usecases: { ...house, mailDomain: options.mailDomain }, queries: queries.agent }),
    { prefix: "/api/agent" },
  );
  await app.register(accountRoutes({ ...shared, queries: queries.people, demoSignIn }), { prefix: "/api/agent" });
  const snippet = (brand: string) =>
    `<script async src="${publicUrl()}/widget/ariane.js" data-brand="${brand}"></script>`;
  await app.register(adminRoutes({ ...shared, queries: queries.admin, deadJobs: house.deadJobs, snippet }), {
    prefix: "/api/admin",
  });
  await app.register(
    mailPages({
      usecases: house,
      words: house.words,
      loadAccount: () => store.transaction((tx) => tx.settings.findAccount()),
      defaultBrand: async () => (await loadBrands()).find((brand) => brand.isDefault)?.id ?? null,
    }),
  );
  await app.register(
    webRoutes({
      folder: join(PROJECT, "dist", "web"),
      assetsFolder: join(PROJECT, "web", "pages"),
      home: options.demo === null ? "/workspace/" : "/demo/",
    }),
  );
  await options.demo?.mount(app, house, inboundPort);

  const widgets = createWidgetSockets({
    ...house,
    usecases: house,
    queries: queries.widget,
    findSession: (token) => principals.widgetByToken(token),
    viewOfPost: (notice) => widgetMessages(rowsOf(notice))[0] ?? null,
  });
  const agents = createAgentSockets({
    ...house,
    queries: queries.agent,
    viewOfPost: (notice) => agentMessages(rowsOf(notice))[0] ?? null,
  });
  await app.ready();
  listenForUpgrades(app.server, {
    origins,
    clock,
    secrets,
    log,
    findAgent,
    parseCookie: (header) => app.parseCookie(header),
    widgets,
    agents,
  });
  return {
    app,
    connectionIds: widgets.connectionIds,
    catchUp() {
      widgets.catchUpAll();
      agents.catchUpAll();
    },
    async close() {
      widgets.stop();
      agents.stop();
      await app.close();
    },
  };
}

const rowsOf = (notice: Extract<Notice, { kind: "conversation" }>) =>
  notice.post === undefined
    ? []
    : [rowOfPost(notice.id, notice.post.message, { seq: notice.post.seq, revision: notice.revision })];

type ConfigReader = Parameters<typeof widgetRoutes>[0]["widgetConfig"];

function configReader({ store }: House, options: ServerOptions): ConfigReader {
  return (id) =>
    store.transaction(async (tx) => {
      const account = await tx.settings.findAccount();
      const brand = (await tx.settings.loadBrands()).find((each) => each.id === id);
      if (account === null || brand === undefined) return null;
      return {
        brand: { id: brand.id, name: brand.name },
        on: brand.messagingOn,
        colour: brand.colour,
        greeting: brand.greeting,
        privacyUrl: brand.privacyUrl,
        locales: [account.defaultLocale, ...account.locales.filter((tag) => tag !== account.defaultLocale)],
        demo: options.demo !== null,
      };
    });
}

function keepAlive(
  options: ServerOptions,
  house: House,
  { processId, connectionIds }: { readonly processId: string } & Pick<Doors, "connectionIds">,
): readonly NodeJS.Timeout[] {
  const failed = (error: unknown): void => options.log("error", "not-renewed", describeError(error));
  return [
    setInterval(() => void beat(house, processId).catch(failed), BEAT_EVERY_MS),
    setInterval(
      () => void house.presence.renew(connectionIds(), house.clock.now()).catch(failed),
      CONNECTION_RENEWED_EVERY_MS,
    ),
  ];
}

function beat({ presence, clock }: House, processId: string): Promise<void> {
  const now = clock.now();
  return presence.beat(processId, { startedAt: now, now, until: instant(now + LIVES_FOR_MS) });
}
