/**
 * Two processes behind a proxy, restarted one after the other while fifty visitors and four agents write: by the files in
 * ops/. Nothing is lost, doubled or out of order, nobody sees a 502, and pages are without a socket for a moment.
 */
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { ConversationId } from "../../src/domain/ids.ts";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { retryAfter } from "../../web/kit/retry.ts";
import { visit } from "../support/doors/doors.ts";
import { hire, liveWorld, type LiveWorld, messagesOf } from "../support/live-world.ts";
import { can } from "../support/peers/outside-programs.ts";
import { checkHaproxy, freePort, PROXIES, type ProxyName, startProxy } from "../support/peers/proxies.ts";
import { type Program, startProgram } from "../support/servers/program.ts";
import { until } from "../support/until.ts";

const VISITORS = 50;
const AGENTS = 4;
const WRITES_EVERY_MS = 500;
const MINUTE = 60_000;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** What the people saw together. */
interface Seen {
  readonly statuses: Map<number, number>;
  /** How long a page was without a socket, and how many tries failed meanwhile. */
  readonly gaps: { readonly ms: number; readonly failed: number }[];
  readonly over: AbortSignal;
}

/** A rest ends where everything does; whoever tries on after that rests as before. */
const rest = (ms: number, { over }: Seen): Promise<unknown> =>
  over.aborted ? pause(ms) : pause(ms, undefined, { signal: over }).catch(() => undefined);

/** They write faster than a person may for long. */
const TOO_FAST = 429;

interface Author {
  readonly id: ConversationId;
  /** Acknowledged client ids, in order. */
  readonly acknowledged: string[];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyOf: (clientId: string) => object;
}

/** As the outbox of a page: one letter under way, the same id at every try. */
async function write(url: string, author: Author, name: string, seen: Seen): Promise<void> {
  for (let n = 0; !seen.over.aborted; n += 1) {
    const clientId = `${name}-${n}-of-this-test`;
    for (let tries = 0; ; tries += 1) {
      const status = await fetch(`${url}${author.path}`, {
        method: "POST",
        headers: { ...author.headers, "content-type": "application/json" },
        body: JSON.stringify(author.bodyOf(clientId)),
      }).then(
        async (answer) => {
          await answer.text();
          return answer.status;
        },
        () => 0,
      );
      seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) break;
      // Told to wait, its page would; everything else is insisted on until it is there.
      if (status === TOO_FAST && seen.over.aborted) return;
      await rest(retryAfter(tries, Math.random()), seen);
    }
    author.acknowledged.push(clientId);
    await rest(WRITES_EVERY_MS, seen);
  }
}

interface Dialled {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly hello: object | null;
}

/** A page that comes back as ours do; how long it was without a welcome is noted. */
async function stayConnected(url: string, { path, headers = {}, hello }: Dialled, seen: Seen): Promise<void> {
  let lostAt: number | null = null;
  for (let tries = 0; !seen.over.aborted; tries += 1) {
    if (lostAt !== null) await rest(retryAfter(tries, Math.random()), seen);
    const socket = new WebSocket(url.replace("http", "ws") + path, { origin: url, headers });
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.on("open", () => (hello === null ? undefined : socket.send(JSON.stringify(hello))));
    socket.on("message", (data: Buffer) => {
      if (JSON.parse(data.toString()).type !== "welcome") return;
      if (lostAt !== null) seen.gaps.push({ ms: performance.now() - lostAt, failed: tries });
      lostAt = null;
      tries = -1;
    });
    const leave = (): void => socket.terminate();
    seen.over.addEventListener("abort", leave);
    await closed;
    seen.over.removeEventListener("abort", leave);
    lostAt ??= performance.now();
  }
}

async function crowd(url: string, world: LiveWorld, seen: Seen) {
  const authors: Author[] = [];
  const running: Promise<void>[] = [];
  for (let n = 0; n < VISITORS; n += 1) {
    const visitor = await visit({ url }, world.brandId);
    const id = await visitor.begin({ url }, { text: "Bonjour" });
    const author: Author = {
      id,
      acknowledged: [],
      path: `/api/widget/conversations/${id}/messages`,
      headers: { authorization: `Bearer ${visitor.token}` },
      bodyOf: (clientId) => ({ clientId, text: clientId, shownUpTo: 0 }),
    };
    authors.push(author);
    running.push(write(url, author, `visitor-${n}`, seen));
    const hello = { type: "hello", token: visitor.token, revisions: {} };
    running.push(stayConnected(url, { path: "/api/widget/socket", hello }, seen));
  }
  for (const [n, { id }] of authors.slice(0, AGENTS).entries()) {
    const headers = { cookie: `${AGENT_COOKIE}=${await hire(world, `agent${n}`)}`, "x-ariane-request": "1" };
    const author: Author = {
      id,
      acknowledged: [],
      path: `/api/agent/conversations/${id}/messages`,
      headers,
      bodyOf: (clientId) => ({ clientId, text: clientId, attachments: [], visibility: "public", status: null }),
    };
    authors.push(author);
    running.push(write(url, author, `agent-${n}`, seen));
    running.push(stayConnected(url, { path: "/api/agent/socket", headers, hello: null }, seen));
  }
  return { authors, running };
}

const NAMES: readonly ProxyName[] = ["nginx", "haproxy"];

const IS_HERE: Readonly<Record<ProxyName, boolean>> = {
  nginx: await can(PROXIES.nginx),
  haproxy: await can(PROXIES.haproxy),
};

test.skipIf(!IS_HERE.haproxy)("HAProxy takes the file that we ship for it", () => {
  expect(checkHaproxy()).toBe(0);
});

describe.each(NAMES)("behind %s", (name) => {
  test.skipIf(!IS_HERE[name])(
    "two processes are restarted one after the other, and nobody loses a word",
    { timeout: 4 * MINUTE },
    async () => {
      const world = await liveWorld();
      closers.push(() => world.dispose());
      const [port, one, two] = [await freePort(), await freePort(), await freePort()];
      const url = `http://127.0.0.1:${port}`;
      const start = async (at: number): Promise<Program> => {
        const program = await startProgram(world.database.connection, {
          PORT: String(at),
          ARIANE_PUBLIC_URL: url,
          ARIANE_TRUSTED_PROXIES: "127.0.0.1",
          ARIANE_CONVERSATIONS_A_NETWORK: "1000",
          ARIANE_CONVERSATIONS_A_MINUTE: "1000",
          ARIANE_SOCKETS_A_NETWORK: "1000",
          ARIANE_LOG_LEVEL: "warn",
        });
        closers.push(() => program.dispose());
        return program;
      };
      const first = await start(one);
      const second = await start(two);
      const proxy = await startProxy(name, port, [one, two]);
      closers.push(() => proxy.stop());
      const ending = new AbortController();
      const seen: Seen = { statuses: new Map(), gaps: [], over: ending.signal };
      const { authors, running } = await crowd(url, world, seen);
      for (const [program, at] of [
        [first, one],
        [second, two],
      ] as const) {
        program.signal("SIGTERM");
        expect(await program.exited).toBe(0);
        await start(at);
        // Both are there again for the proxy, before the other one goes.
        await until("it is ready", async () => (await fetch(`http://127.0.0.1:${at}/readyz`)).status === 200);
        await pause(3_000);
      }
      ending.abort();
      await Promise.all(running);
      const gaps = seen.gaps.map(({ ms }) => ms).toSorted((a, b) => a - b);
      const p95 = gaps[Math.floor(gaps.length * 0.95)] ?? 0;
      const written = authors.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
      process.stdout.write(
        `rolling restart behind ${name}: ${written} acknowledged, statuses ${JSON.stringify([...seen.statuses])}, ` +
          `${gaps.length} socket gaps, p95 ${Math.round(p95)} ms, longest ${Math.round(gaps.at(-1) ?? 0)} ms\n`,
      );
      for (const { id, acknowledged } of authors) {
        const stored = (await messagesOf(world, id)).map((message) => message.client_id);
        expect(stored.filter((each) => each !== null && acknowledged.includes(each))).toEqual(acknowledged);
      }
      expect(seen.statuses.get(502) ?? 0).toBe(0);
      expect(gaps.length).toBeGreaterThanOrEqual(VISITORS);
      // The first try comes after half a second at most, so whoever needs no other is back within two, on any machine that has
      // the time to answer.
      const soon = seen.gaps.filter(({ failed }) => failed === 0).length;
      expect(soon).toBeGreaterThanOrEqual(0.95 * gaps.length);
    },
  );
});
