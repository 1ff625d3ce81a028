/** How often strangers may ask, and how much of us they may hold, by their network (SECURITY.md, ADR 0024). */
import { connect as connectTcp } from "node:net";
import { once } from "node:events";
import { WebSocket } from "ws";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalBus } from "../../src/adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../src/adapters/postgres/queries/attachment-queries.ts";
import { healthQueries } from "../../src/adapters/postgres/queries/health-queries.ts";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { millis, MINUTE } from "../../src/domain/ids.ts";
import { ALLOWED_NUMBERS, type AllowedNumbers } from "../../src/domain/settings/allowed.ts";
import { createAddresses } from "../../src/transport/edge/addresses.ts";
import { type Allowances, allowancesOf, SESSIONS_A_NETWORK, WIDER_TIMES } from "../../src/transport/edge/allowances.ts";
import { limitConnections } from "../../src/transport/edge/connections.ts";
import { createLimits } from "../../src/transport/edge/limits.ts";
import { widgetRoutes } from "../../src/transport/http/conversation/widget-routes.ts";
import { type App, createServer } from "../../src/transport/http/server.ts";
import { SOCKETS_A_SESSION } from "../../src/transport/ws/widget-sockets.ts";
import { type BackOffice, backOffice, PUBLIC_URL } from "../support/back-office.ts";
import { edgeOf } from "../support/doors/edge.ts";
import { connect, openSocketDoors, type SocketDoors, visitor, welcome, widget } from "../support/doors/sockets.ts";
import { until } from "../support/until.ts";
import { marie, WIDGET_WORDS } from "../support/world.ts";

let given: BackOffice;
let app: App;
let statements: number;
const logged: string[] = [];

/** The widget's door behind a proxy on this machine. */
function open(numbers: Partial<AllowedNumbers> = {}, portions: Partial<Allowances> = {}): void {
  const { clock, database, limiter } = given;
  const { origins, principals } = edgeOf(given, PUBLIC_URL);
  const allowances = { ...allowancesOf({ ...ALLOWED_NUMBERS, ...numbers }), ...portions };
  const counted = {
    ...limiter,
    take: (...asked: Parameters<typeof limiter.take>) => {
      statements += 1;
      return limiter.take(...asked);
    },
  };
  const limits = createLimits(counted, clock, { allowances, log: (_level, event) => logged.push(event) });
  app = createServer({
    log: () => undefined,
    trustedProxies: ["127.0.0.1"],
    publicUrl: () => PUBLIC_URL,
    bodies: limits.bodies,
    allowances,
  });
  limitConnections(app.server, createAddresses([]), allowances.connections);
  const files = attachmentQueries(database.pool);
  const shared = { usecases: given, principals, origins, limits, files };
  app.register(
    widgetRoutes({
      ...shared,
      queries: widgetQueries(database.pool),
      bus: createLocalBus(),
      isDemo: false,
      widgetWords: WIDGET_WORDS,
    }),
  );
}

beforeEach(async () => {
  given = await backOffice();
  statements = 0;
  logged.length = 0;
  open();
});
afterEach(async () => {
  await app.close();
  await given.dispose();
});

const from = (address: string) => ({ host: new URL(PUBLIC_URL).host, "x-forwarded-for": address });

const startSession = (address: string) =>
  app.inject({
    method: "POST",
    url: "/api/widget/sessions",
    headers: from(address),
    payload: { brandId: given.acme.brandId, locale: null, browserLanguages: ["en"], timeZone: null },
  });

let begun = 0;
/** A stranger's first message, each from a browser of its own, whose session is there. */
async function begin(address: string) {
  const token = given.secrets.newToken();
  const { sessionId } = await marie(given);
  await given.database.pool.query("update widget_session set token_hash = $2 where id = $1", [
    sessionId,
    Buffer.from(given.secrets.hashToken(token)),
  ]);
  begun += 1;
  return app.inject({
    method: "POST",
    url: "/api/widget/conversations",
    headers: { ...from(address), authorization: `Bearer ${token}` },
    payload: { clientId: `first-message-${begun}`, text: "Hi", pageUrl: null },
  });
}

describe("how often a network may ask", () => {
  test("whoever moves about in one /64 is one network; the next one is another", async () => {
    const key = "session:2001:db8:1:2::/64";
    await given.limiter.take(key, SESSIONS_A_NETWORK, given.clock.now());
    await given.database.pool.query("update rate_window set used = $2 where key = $1", [key, SESSIONS_A_NETWORK.most]);
    const refused = await startSession("2001:db8:1:2:aaaa::1");
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await startSession("2001:db8:1:3::1")).statusCode).toBe(201);
  });

  test("a whole range in one hand gets no further than the wider network", async () => {
    const key = "session:around:198.51.100.0/24";
    await given.limiter.take(key, SESSIONS_A_NETWORK, given.clock.now());
    await given.database.pool.query("update rate_window set used = $2 where key = $1", [
      key,
      SESSIONS_A_NETWORK.most * WIDER_TIMES,
    ]);
    expect((await startSession("198.51.100.99")).statusCode).toBe(429);
    expect((await startSession("198.51.101.99")).statusCode).toBe(201);
  });

  test("begins few conversations in an hour, and others go on", async () => {
    open({ conversationsOfANetworkAnHour: 2 });
    expect((await begin("198.51.100.7")).statusCode).toBe(201);
    expect((await begin("198.51.100.7")).statusCode).toBe(201);
    const refused = await begin("198.51.100.7");
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, "rate-limited"]);
    expect((await begin("203.0.113.7")).statusCode).toBe(201);
  });

  test("what a stranger says of themselves is believed of proxies only", async () => {
    open({ conversationsOfANetworkAnHour: 1 });
    expect((await begin("1.2.3.4, 198.51.100.7")).statusCode).toBe(201);
    expect((await begin("5.6.7.8, 198.51.100.7")).statusCode).toBe(429);
  });

  test("whoever goes on asking while refused costs the database nothing", async () => {
    open({ conversationsOfANetworkAnHour: 1 });
    await begin("198.51.100.7");
    await begin("198.51.100.7");
    const { token } = (await startSession("10.9.0.1")).json<{ token: string }>();
    const before = statements;
    const again = () =>
      app.inject({
        method: "POST",
        url: "/api/widget/conversations",
        headers: { ...from("198.51.100.7"), authorization: `Bearer ${token}` },
        payload: { clientId: "again-and-again", text: "Hi", pageUrl: null },
      });
    for (let n = 0; n < 5; n += 1) expect((await again()).statusCode).toBe(429);
    // The session's own window, and no other.
    expect(statements - before).toBe(5);
  });
});

describe("the brake of the whole installation", () => {
  test("holds strangers back, lets them in a minute later, and is told to admins once", async () => {
    open({ conversationsAMinute: 2 });
    const health = () => healthQueries(given.database.pool).health(given.leo, given.clock.now());
    expect((await health()).brakedAt).toBeNull();
    for (const address of ["192.0.2.1", "198.51.100.1"]) expect((await begin(address)).statusCode).toBe(201);
    const since = given.clock.now();
    for (const address of ["203.0.113.1", "203.0.114.1", "203.0.115.1"]) {
      const refused = await begin(address);
      expect(refused.statusCode).toBe(429);
      expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
    }
    expect(logged).toEqual(["new-conversations-braked"]);
    expect((await health()).brakedAt).toBe(since);
    given.clock.advance(millis(MINUTE + 1));
    expect((await begin("203.0.116.1")).statusCode).toBe(201);
  });
});

test("the brake holds for sessions as well, and then costs the database nothing", async () => {
  open({ conversationsAMinute: 2 });
  for (const address of ["192.0.2.1", "198.51.100.1"]) expect((await startSession(address)).statusCode).toBe(201);
  expect((await startSession("203.0.113.1")).statusCode).toBe(429);
  const before = statements;
  for (const address of ["203.0.114.1", "203.0.115.1"]) expect((await startSession(address)).statusCode).toBe(429);
  expect(statements).toBe(before);
});

describe("how much a network may hold", () => {
  test("connections: one too many is hung up on, and there is room when another ends", async () => {
    open({}, { connections: { all: 10, network: 2, wider: 4 } });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const port = Number(new URL(app.listeningOrigin).port);
    const [first, second] = [connectTcp(port, "127.0.0.1"), connectTcp(port, "127.0.0.1")];
    await Promise.all([once(first, "connect"), once(second, "connect")]);
    const third = connectTcp(port, "127.0.0.1");
    third.resume();
    await once(third, "close");
    first.destroy();
    const isIn = await until("there is room", async () => {
      const again = connectTcp(port, "127.0.0.1").on("error", () => undefined);
      again.write(`GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n`);
      const heard = await new Promise<boolean>((resolve) => {
        again.once("data", () => resolve(true));
        again.once("close", () => resolve(false));
      });
      again.destroy();
      return heard;
    });
    expect(isIn).toBe(true);
    second.destroy();
  });

  test("requests under way: one too many is told to wait, others are not", async () => {
    open({}, { requests: { all: 10, network: 1, wider: 2 } });
    const isThere = Promise.withResolvers<null>();
    const gate = Promise.withResolvers<string>();
    app.get("/held", () => {
      isThere.resolve(null);
      return gate.promise;
    });
    const held = app.inject({ url: "/held", headers: from("198.51.100.7") });
    await isThere.promise;
    const refused = await startSession("198.51.100.7");
    expect([refused.statusCode, refused.headers["retry-after"]]).toEqual([429, "5"]);
    expect((await startSession("203.0.113.7")).statusCode).toBe(201);
    gate.resolve("done");
    expect((await held).statusCode).toBe(200);
    expect((await startSession("198.51.100.7")).statusCode).toBe(201);
  });
});

describe("sockets", () => {
  let doors: SocketDoors;
  afterEach(() => doors.close());

  test("of one network: one too many is refused with a time to come back", async () => {
    doors = await openSocketDoors({ all: 10, network: 2, wider: 4 });
    const first = await widget(doors);
    await widget(doors);
    const socket = new WebSocket(`${doors.url.replace("http", "ws")}/api/widget/socket`, { origin: doors.url });
    socket.on("error", () => undefined);
    const [, response] = await once(socket, "unexpected-response");
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([429, "60"]);
    first.socket.terminate();
    await until("there is room", () =>
      connect(doors, "/api/widget/socket", { origin: doors.url }).then(
        () => true,
        () => false,
      ),
    );
  });

  test("of one session: one too many is refused, and another session's is not", async () => {
    doors = await openSocketDoors();
    const { token } = await visitor(doors);
    for (let n = 0; n < SOCKETS_A_SESSION; n += 1) await welcome(doors, token);
    const line = await widget(doors);
    line.say({ type: "hello", token, revisions: {} });
    expect(await line.hears(({ type }) => type === "refused")).toMatchObject({ code: "rate-limited" });
    await line.closed;
    const other = await visitor(doors);
    await welcome(doors, other.token);
  });
});
