/** What a stranger's body may take: nothing before it is known who asks, and never a file whole (SECURITY.md). */
import { connect, type Socket } from "node:net";
import { createHmac } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLocalBus } from "../../src/adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../src/adapters/postgres/queries/attachment-queries.ts";
import { rateLimiter } from "../../src/adapters/postgres/sessions/rate-limiter.ts";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { createBodyShares, SLICE_BYTES } from "../../src/transport/edge/bodies.ts";
import { createLimits } from "../../src/transport/edge/limits.ts";
import type { Shares } from "../../src/transport/edge/shares.ts";
import { widgetRoutes } from "../../src/transport/http/conversation/widget-routes.ts";
import { inboundMailRoutes } from "../../src/transport/http/mail/inbound-mail-routes.ts";
import { type App, createServer } from "../../src/transport/http/server.ts";
import { type BackOffice, backOffice, PUBLIC_URL } from "../support/back-office.ts";
import { edgeOf } from "../support/doors/edge.ts";
import { until } from "../support/until.ts";
import { marie, WIDGET_WORDS } from "../support/world.ts";

const MB = 1024 * 1024;
const SECRET = "a secret of more than thirty-two characters";
/** Two slices for all. */
const SMALL = { all: 2 * SLICE_BYTES, network: 2 * SLICE_BYTES, wider: 2 * SLICE_BYTES };

let given: BackOffice;
let app: App;
let bodies: Shares;
let token: string;
let port: number;
const taken: Socket[] = [];

beforeEach(async () => {
  given = await backOffice();
  bodies = createBodyShares();
  await open();
  const who = await marie(given);
  token = given.secrets.newToken();
  await given.database.pool.query("update widget_session set token_hash = $2 where id = $1", [
    who.sessionId,
    Buffer.from(given.secrets.hashToken(token)),
  ]);
});
afterEach(async () => {
  await app.close();
  await given.dispose();
});

async function open(): Promise<void> {
  const { clock, database } = given;
  const { origins, principals } = edgeOf(given, PUBLIC_URL);
  const limits = createLimits(rateLimiter(database.pool), clock, { bodies });
  app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => PUBLIC_URL, bodies });
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
  app.register(inboundMailRoutes({ usecases: given, clock, secret: SECRET, principals, bodies }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  taken.length = 0;
  app.server.on("connection", (socket) => taken.push(socket));
  port = Number(new URL(app.listeningOrigin).port);
}

interface Sent {
  readonly socket: Socket;
  /** All that came back, when the connection is at its end. */
  readonly answer: Promise<string>;
}

/** Says that `length` octets follow, and sends `octets` of them. */
function send(path: string, headers: Readonly<Record<string, string>>, length: number, octets: number): Sent {
  const socket = connect(port, "127.0.0.1");
  // Whoever is cut off while they send hears of it in this way too.
  socket.on("error", () => undefined);
  const { host } = new URL(PUBLIC_URL);
  const lines = Object.entries({ host, "content-length": String(length), ...headers }).map(([k, v]) => `${k}: ${v}`);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  socket.write(Buffer.alloc(octets, "a"));
  return { socket, answer: text(socket).catch(() => "") };
}

const upload = (as: string, length: number, octets: number): Sent =>
  send("/api/widget/attachments", { authorization: `Bearer ${as}`, "content-type": "text/plain" }, length, octets);

const storedBytes = async (): Promise<number> => {
  const found = await given.database.pool.query<{ stored: number }>(
    "select coalesce(sum(octet_length(bytes)), 0)::integer as stored from attachment_bytes",
  );
  return found.rows[0]?.stored ?? 0;
};
const files = async (): Promise<number> => (await given.database.pool.query("select 1 from attachment")).rowCount ?? 0;

describe("whoever may not is told before the body, and cut off", () => {
  test("forty half uploads without a session are read nowhere", async () => {
    const strangers = Array.from({ length: 40 }, () => upload("nobody", 20 * MB, MB));
    const answers = await Promise.all(strangers.map(({ answer }) => answer));
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer).toMatch(/^connection: close\r$/im);
    }
    expect(bodies.held()).toBe(0);
    expect(taken.every(({ destroyed }) => destroyed)).toBe(true);
    // What the kernel had handed over already, and not the body.
    expect(Math.max(...taken.map(({ bytesRead }) => bytesRead))).toBeLessThan(MB / 2);
    expect(await files()).toBe(0);
  });

  test("half a message without a session is not waited for", async () => {
    const { answer } = send("/api/widget/conversations", { "content-type": "application/json" }, 2_000, 1_000);
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  test("a webhook's mail without a stamp of now is not read either", async () => {
    const { answer } = send("/api/mail/inbound", { "content-type": "message/rfc822" }, 30 * MB, MB);
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(bodies.held()).toBe(0);
  });

  test("a file beyond those that may wait is read nowhere, by whoever may upload", async () => {
    await given.database.pool.query(
      `insert into attachment (id, owner_id, name, type, size, created_at)
       select gen_random_uuid(), id, 'a', 'text/plain', 1, 0 from widget_session, generate_series(1, 20)`,
    );
    const answer = await upload(token, 20 * MB, MB).answer;
    expect(answer).toMatch(/^HTTP\/1\.1 429 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(Math.max(...taken.map(({ bytesRead }) => bytesRead))).toBeLessThan(MB / 4);
  });

  test("a body that has come whole costs nobody their connection", async () => {
    const { socket } = upload("nobody", 3, 3);
    const heard = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
    expect(heard).toMatch(/^HTTP\/1\.1 401 /);
    expect(heard).not.toMatch(/^connection: close\r$/im);
    socket.destroy();
  });
});

describe("a file on its way in", () => {
  test("is stored as it comes: of five half uploads the process holds a slice each", async () => {
    const halves = Array.from({ length: 5 }, () => upload(token, 4 * MB, 3 * MB + 100));
    await until("what came is stored", async () => (await storedBytes()) === 5 * 3 * MB);
    expect(bodies.held()).toBe(5 * SLICE_BYTES);
    for (const { socket } of halves) socket.destroy();
    await until("what broke off is forgotten", async () => (await files()) === 0);
    expect(await storedBytes()).toBe(0);
    expect(bodies.held()).toBe(0);
  });

  test("is there whole, and may be taken, when its last octet came", async () => {
    const { socket, answer } = upload(token, 2 * MB + 5, MB);
    await until("half of it is stored", async () => (await storedBytes()) === MB);
    const waiting = await given.database.pool.query<{ is_whole: boolean }>("select is_whole from attachment");
    expect(waiting.rows).toEqual([{ is_whole: false }]);
    socket.write(Buffer.alloc(MB + 5, "b"));
    socket.once("data", () => socket.end());
    expect(await answer).toMatch(/^HTTP\/1\.1 201 /);
    const whole = await given.database.pool.query("select size, type from attachment where is_whole");
    expect(whole.rows).toEqual([{ size: 2 * MB + 5, type: "text/plain" }]);
    const kept = await given.database.pool.query<{ bytes: Buffer }>(
      "select bytes from attachment_bytes order by slice",
    );
    const sent = Buffer.concat([Buffer.alloc(MB, "a"), Buffer.alloc(MB + 5, "b")]);
    expect(Buffer.concat(kept.rows.map(({ bytes }) => bytes)).equals(sent)).toBe(true);
  });

  test("of more than a file may have is refused in the middle, and forgotten", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    const answer = text(socket).catch(() => "");
    const { host } = new URL(PUBLIC_URL);
    socket.write(
      `POST /api/widget/attachments HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: a/b\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    for (let mb = 0; mb < 26; mb += 1) {
      socket.write(`100000\r\n`);
      socket.write(Buffer.alloc(MB));
      socket.write("\r\n");
    }
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(await files()).toBe(0);
    expect(bodies.held()).toBe(0);
  });

  test("beyond what all may hold is told when to come back", async () => {
    bodies = createBodyShares(SMALL);
    await app.close();
    await open();
    const halves = [upload(token, 2 * SLICE_BYTES, SLICE_BYTES + 1), upload(token, 2 * SLICE_BYTES, SLICE_BYTES + 1)];
    await until("both are under way", () => bodies.held() === 2 * SLICE_BYTES);
    const answer = await upload(token, MB, MB / 2).answer;
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/^retry-after: \d+\r$/im);
    for (const { socket } of halves) socket.destroy();
    await until("there is room again", () => bodies.held() === 0);
  });
});

describe("what is read whole", () => {
  test("holds what has come, not what was announced, and nothing when it has been read", async () => {
    const at = String(Math.floor(given.clock.now() / 1_000));
    const raw = Buffer.alloc(9_000, "x");
    const signature = createHmac("sha256", SECRET).update(`${at}.`).update(raw).digest("hex");
    const headers = {
      "content-type": "message/rfc822",
      "x-ariane-timestamp": at,
      "x-ariane-signature": `sha256=${signature}`,
    };
    const { socket } = send("/api/mail/inbound", headers, 30 * MB, 9_000);
    await until("it is being read", () => bodies.held() > 0);
    expect(bodies.held()).toBeLessThan(64 * 1024);
    socket.destroy();
    await until("it is given back", () => bodies.held() === 0);
  });
});
