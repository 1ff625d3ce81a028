/** Widgets and workspaces on real sockets, on a world whose clock stands still. */
import { createServer, type Server } from "node:http";
import { promisify } from "node:util";
import { WebSocket } from "ws";
import { createLocalBus } from "../../../src/adapters/bus/local-bus.ts";
import { agentQueries } from "../../../src/adapters/postgres/queries/conversation/agent-queries.ts";
import { rowOfPost } from "../../../src/adapters/postgres/conversation/message-columns.ts";
import {
  agentMessages,
  NOBODY_SHOWN,
  widgetMessages,
} from "../../../src/adapters/postgres/queries/conversation/message-views.ts";
import { peopleQueries } from "../../../src/adapters/postgres/queries/people-queries.ts";
import { widgetQueries } from "../../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { createStore } from "../../../src/adapters/postgres/store.ts";
import type { WidgetPrincipal } from "../../../src/domain/sessions/session.ts";
import type { Bus, Notice } from "../../../src/ports/bus.ts";
import { ALLOWED_NUMBERS } from "../../../src/domain/settings/allowed.ts";
import { createAddresses } from "../../../src/transport/edge/addresses.ts";
import { allowancesOf } from "../../../src/transport/edge/allowances.ts";
import type { Portion } from "../../../src/transport/edge/shares.ts";
import { createOrigins } from "../../../src/transport/edge/origins.ts";
import { AGENT_COOKIE } from "../../../src/transport/edge/cookies.ts";
import { type AgentSockets, createAgentSockets } from "../../../src/transport/ws/agent-sockets.ts";
import { listenForUpgrades } from "../../../src/transport/ws/upgrade.ts";
import { createWidgetSockets, type WidgetSockets } from "../../../src/transport/ws/widget-sockets.ts";
import { until } from "../until.ts";
import { tokenOf } from "./signed-in.ts";
import { freshWorld, marie, type World } from "../world.ts";

/** The doors of a world for sockets, as one process opens them. */
export interface SocketDoors {
  readonly world: World;
  readonly bus: Bus;
  readonly widgets: WidgetSockets;
  readonly agents: AgentSockets;
  readonly url: string;
  /** Held back until the test lets the lists be read. */
  readonly gate: { lists: Promise<void> };
  /** Of sockets, of both doors. */
  openLines(): Promise<number>;
  close(): Promise<void>;
}

const rowsOf = ({ post, revision }: Extract<Notice, { kind: "conversation" }>) =>
  post === undefined ? [] : [rowOfPost(post.message, { seq: post.seq, revision })];

/** `most`: how many sockets there may be. */
export async function openSocketDoors(most: Portion = allowancesOf(ALLOWED_NUMBERS).sockets): Promise<SocketDoors> {
  const quiet = await freshWorld();
  const { pool } = quiet.database;
  const bus = createLocalBus();
  const publish = (notices: readonly Notice[]): void => bus.publish(notices);
  const world: World = { ...quiet, store: createStore({ pool, newId: quiet.newId, publish }) };
  const gate = { lists: Promise.resolve() };
  const people = peopleQueries(pool);
  const queries = widgetQueries(pool);
  const shared = { ...world, bus, log: () => undefined };
  const widgets = createWidgetSockets({
    ...shared,
    usecases: world,
    queries: { ...queries, list: (principal) => gate.lists.then(() => queries.list(principal)) },
    findSession: (token) =>
      world.store.transaction((tx) => tx.people.findSession(world.secrets.hashToken(token), world.clock.now())),
    viewOfPost: (notice) => widgetMessages(rowsOf(notice), NOBODY_SHOWN)[0] ?? null,
  });
  const agents = createAgentSockets({
    ...shared,
    usecases: world,
    queries: agentQueries(pool),
    findAgent: (hash, now) => people.findAgent(hash, now),
    viewOfPost: (notice) => agentMessages(rowsOf(notice))[0] ?? null,
  });
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const loadBrands = () => world.store.transaction((tx) => tx.settings.loadBrands());
  listenForUpgrades(server, {
    sessionCookie: () => AGENT_COOKIE,
    ...shared,
    origins: createOrigins({ publicUrl: () => url, loadBrands, noteSighting: () => undefined }),
    findAgent: (hash, now) => people.findAgent(hash, now),
    parseCookie: (header) => Object.fromEntries([header.split("=", 2)]),
    widgets,
    agents,
    addresses: createAddresses([]),
    most,
  });
  return {
    world,
    bus,
    widgets,
    agents,
    url,
    gate,
    openLines: () => promisify(server.getConnections.bind(server))(),
    async close() {
      await Promise.all([widgets.stop(), agents.stop()]);
      server.closeAllConnections();
      server.close();
      await world.dispose();
    },
  };
}

export interface Frame {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Line {
  readonly socket: WebSocket;
  readonly frames: readonly Frame[];
  say(frame: object | string): void;
  hears(isIt: (frame: Frame) => boolean): Promise<Frame>;
  readonly closed: Promise<number>;
}

export function connect(
  given: Pick<SocketDoors, "url">,
  path: string,
  options: { readonly origin: string; readonly cookie?: string },
): Promise<Line> {
  const headers = options.cookie === undefined ? {} : { cookie: options.cookie };
  const socket = new WebSocket(`${given.url.replace("http", "ws")}${path}`, { origin: options.origin, headers });
  const frames: Frame[] = [];
  socket.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () =>
      resolve({
        socket,
        frames,
        closed,
        say: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
        hears: (isIt) => until("a frame comes", () => frames.find(isIt) ?? null),
      }),
    );
  });
}

/** A session with a token that the test knows. */
export async function visitor(given: SocketDoors): Promise<{ readonly who: WidgetPrincipal; readonly token: string }> {
  const who = await marie(given.world);
  const token = given.world.secrets.newToken();
  await given.world.database.pool.query("update widget_session set token_hash = $2 where id = $1", [
    who.sessionId,
    Buffer.from(given.world.secrets.hashToken(token)),
  ]);
  return { who, token };
}

export const widget = (given: SocketDoors): Promise<Line> =>
  connect(given, "/api/widget/socket", { origin: given.url });

/** A widget that has said hello and heard a welcome. */
export async function welcome(
  given: SocketDoors,
  token: string,
  revisions: Readonly<Record<string, number>> = {},
): Promise<Line> {
  const line = await widget(given);
  line.say({ type: "hello", token, revisions });
  await line.hears((frame) => frame.type === "welcome");
  return line;
}

/** Léo's workspace, signed in. */
export async function desk(
  given: SocketDoors,
  agent = given.world.leo,
): Promise<{ readonly line: Line; readonly hash: Uint8Array }> {
  const { cookie, hash } = await signedIn(given, agent);
  const line = await connect(given, "/api/agent/socket", { origin: given.url, cookie });
  await line.hears((frame) => frame.type === "welcome");
  return { line, hash };
}

/** The cookie of an agent's fresh session, and what the server keeps of it. */
export async function signedIn(
  { world }: SocketDoors,
  agent = world.leo,
): Promise<{ readonly cookie: string; readonly hash: Uint8Array }> {
  const token = await tokenOf(world, agent.id);
  return { cookie: `${AGENT_COOKIE}=${token}`, hash: world.secrets.hashToken(token) };
}

/** The texts that came, in the order in which they came. */
export const texts = (line: Line): unknown[] =>
  line.frames.flatMap(({ type, messages }) =>
    type === "changes" && Array.isArray(messages) ? messages.map((message) => message.text) : [],
  );

export async function liveConnections(given: SocketDoors): Promise<number> {
  const found = await given.world.database.pool.query<{ live: number }>(
    "select count(*) as live from connection where closed_at is null",
  );
  return found.rows[0]?.live ?? 0;
}
