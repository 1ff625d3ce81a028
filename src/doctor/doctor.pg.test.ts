import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { freshWorld, jobsOf, SUPPORT, type World } from "../../test/support/world.ts";
import { probeId } from "../domain/ids.ts";
import { APPLICATION_ROLE } from "../adapters/postgres-embedded/application-role.ts";
import { SUPERUSER } from "../adapters/postgres-embedded/cluster.ts";
import { createPool } from "../adapters/postgres/pool.ts";
import { type DoctorDns, examineDns, examinePublicUrl, examineRoundTrip, type Finding } from "./doctor.ts";
import { examineDatabase, examineRole } from "./role.ts";

let world: World;
beforeEach(async () => {
  world = await freshWorld();
});
afterEach(() => world.dispose());

const printed = (findings: readonly Finding[]) => findings.map(({ state, text }) => `${state}: ${text}`);

const ask = (dns: DoctorDns) =>
  examineDns({
    store: world.store,
    dns,
    mailDomain: "reply.acme.example",
    host: "chat.acme.example",
    relay: "smtp.relay.example",
  });
const healthy: RequestListener = (_request, response) => {
  response.setHeader("content-type", "application/json").end('{"ok":true}');
};
const states = async (url: string) => (await examinePublicUrl(url)).map(({ state }) => state);
const go = () => examineRoundTrip({ store: world.store, now: () => world.clock.now(), patienceMs: 0 });

test("lives on where the database is gone, and says what it said", async () => {
  const pool = createPool({ ...world.database.connection, database: "gone", max: 1 });
  const found = await examineDatabase([async () => void (await examineRole(pool))]);
  await pool.end();
  expect(found).toEqual([
    { state: "bad", text: expect.stringMatching(/^The database does not let us in\. .*"gone" does not exist/) },
  ]);
});

const isOursToChoose = inject("postgres").connection.user === APPLICATION_ROLE;
test.runIf(isOursToChoose)("notes where the application is a superuser, and is content where it is not", async () => {
  const [ours] = printed(await examineRole(world.database.pool));
  expect(ours).toMatch(/^good: .* is an ordinary role/);
  const superuser = createPool({ ...world.database.connection, user: SUPERUSER, max: 1 });
  try {
    expect(printed(await examineRole(superuser))).toEqual([expect.stringMatching(/^note: ariane is a superuser/)]);
  } finally {
    await superuser.end();
  }
});

describe("DNS", () => {
  test("names every record that is missing, ready to be added", async () => {
    const key = {
      domain: "acme.example",
      selector: "ariane1",
      publicKey: "AbC",
      state: "active",
      madeAt: world.clock.now(),
    } as const;
    await world.store.transaction((tx) =>
      tx.mailSettings.saveDkimKey(key, { bytes: new Uint8Array(), wrapped: false }),
    );
    const nothing: DoctorDns = { texts: () => Promise.resolve([]), exchanges: () => Promise.resolve([]) };
    expect(printed(await ask(nothing))).toEqual([
      "bad: MX of reply.acme.example: missing. Add: reply.acme.example. MX 10 chat.acme.example.",
      'bad: SPF of reply.acme.example: missing. Add: reply.acme.example. TXT "v=spf1 mx a:smtp.relay.example ~all"',
      "bad: MX of acme.example: missing. Add: acme.example. MX 10 chat.acme.example.",
      'bad: SPF of acme.example: missing. Add: acme.example. TXT "v=spf1 mx a:smtp.relay.example ~all"',
      'bad: DKIM of acme.example: missing. Add: ariane1._domainkey.acme.example. TXT "v=DKIM1; k=rsa; p=AbC"',
      `bad: DMARC of acme.example: missing. Add: _dmarc.acme.example. TXT "v=DMARC1; p=none; rua=mailto:${SUPPORT}"`,
    ]);
  });

  test("is content with what is there, and says where DNS is silent", async () => {
    const texts: Readonly<Record<string, readonly string[]>> = {
      "reply.acme.example": ["v=spf1 mx -all"],
      "acme.example": ["v=spf1 mx -all"],
      "_dmarc.acme.example": ["v=DMARC1; p=reject"],
    };
    const all: DoctorDns = {
      texts: (name) => Promise.resolve(texts[name] ?? []),
      exchanges: () => Promise.resolve(["mx.acme.example"]),
    };
    expect((await ask(all)).map(({ state }) => state)).toEqual(["good", "good", "good", "good", "note", "good"]);
    const silent: DoctorDns = { texts: () => Promise.resolve(null), exchanges: () => Promise.resolve(null) };
    expect((await ask(silent)).every(({ state }) => state === "note")).toBe(true);
  });
});

describe("the public URL", () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
    server = null;
  });
  async function listen(listener: RequestListener, upgrade: "HTTP/1.1 403 Forbidden" | null): Promise<string> {
    server = createServer(listener);
    if (upgrade !== null)
      server.on("upgrade", (_request, stream) => stream.end(`${upgrade}\r\nContent-Length: 0\r\n\r\n`));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return `http://127.0.0.1:${address.port}`;
  }

  test("is reached by HTTP and by WebSocket", async () => {
    expect(await states(await listen(healthy, "HTTP/1.1 403 Forbidden"))).toEqual(["note", "good", "good"]);
  });

  test("behind a proxy that swallows the upgrade is found out", async () => {
    expect(await states(await listen(healthy, null))).toEqual(["note", "good", "bad"]);
  });

  test("that leads elsewhere, or nowhere, is found out", async () => {
    const elsewhere = await listen((_request, response) => void response.end("<h1>nginx</h1>"), null);
    expect((await states(elsewhere)).slice(0, 2)).toEqual(["note", "bad"]);
    server?.close();
    const ailing = await listen((_request, response) => void response.writeHead(503).end('{"ok":false}'), null);
    expect((await states(ailing)).slice(0, 2)).toEqual(["note", "bad"]);
    expect(await states("http://127.0.0.1:9")).toEqual(["note", "bad"]);
    expect(await states("http://chat.invalid")).toEqual(["bad", "bad"]);
  });
});

describe("the round trip", () => {
  test("asks the running server for a self-test, and says so where none runs it", async () => {
    expect(printed(await go())).toEqual([expect.stringContaining("nobody ran the test")]);
    expect(await jobsOf(world, "self-test")).toHaveLength(1);
  });

  test("tells every step of what came back", async () => {
    const [row] = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
    if (row === undefined) throw new Error("no address");
    const probe = {
      id: probeId(world.newId()),
      runId: world.newId(),
      supportAddressId: row.id,
      route: "plain" as const,
      recipient: row.address,
      startedAt: world.clock.now(),
      outcome: null,
      reply: null,
      receivedAt: null,
      signature: null,
      bounced: null,
    };
    await world.store.transaction(async (tx) => {
      await tx.mailSettings.insertProbes([probe]);
      await tx.mailSettings.recordProbeOutcome(probe.id, { kind: "accepted", code: 250, reply: "250 ok" });
      await tx.mailSettings.recordProbeArrival(probe.id, {
        receivedAt: world.clock.now(),
        signature: "fail",
        bounced: null,
      });
    });
    expect((await go()).map(({ state }) => state)).toEqual(["good", "good", "bad", "note", "note"]);
  });

  test("needs an address", async () => {
    await world.database.pool.query("delete from support_address");
    expect(printed(await go())).toEqual([expect.stringContaining("no support address")]);
  });
});
