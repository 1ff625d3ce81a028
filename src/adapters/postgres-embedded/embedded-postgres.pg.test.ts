import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SUPERUSER } from "./cluster.ts";
import type { EmbeddedConnection } from "./application-role.ts";
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { probeTools, type Tools } from "./launcher.ts";

const CHILD = resolve(import.meta.dirname, "../../../test/support/servers/embedded-server.ts");

/** A cluster made once; most tests begin with a copy, since making one takes a second. */
let seed: string;
beforeAll(async () => {
  seed = mkdtempSync(join(tmpdir(), "ariane-embedded-seed-"));
  await (await startEmbeddedPostgres({ dataDir: seed, durable: false })).stop();
});
afterAll(() => rmSync(seed, { recursive: true, force: true }));
const plantSeed = (): void => cpSync(join(seed, "cluster"), join(dataDir, "cluster"), { recursive: true });

let parent: string;
let dataDir: string;
let children: ChildProcess[];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "ariane-embedded-"));
  dataDir = join(parent, "db");
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await until(() => processesOn(parent).length === 0);
  rmSync(parent, { recursive: true, force: true });
});

const start = (more: Partial<EmbeddedPostgresOptions> = {}): ReturnType<typeof startEmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, durable: true, ...more });

test("a new folder becomes a database that keeps its rows", async () => {
  const first = await start();
  await query(first.connection, "create table kept (id int); insert into kept values (1)");
  await first.stop();
  expect(await first.ended).toBeNull();

  const second = await start();
  expect(await query(second.connection, "select id from kept")).toEqual([{ id: 1 }]);
  await second.stop();
});

describe("the application", () => {
  const BEYOND = [
    "create role eve superuser",
    "alter role ariane_app superuser",
    "set role ariane",
    "create database another",
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/hostname')",
    "alter system set fsync = off",
  ];

  test("owns its database and nothing beyond it", async () => {
    plantSeed();
    const { connection, stop } = await start({ durable: false });
    expect(
      await query(connection, "select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"),
    ).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false }]);
    for (const statement of BEYOND) await expect(query(connection, statement)).rejects.toMatchObject({ code: "42501" });
    await stop();
  });

  test("is handed over what a folder of before has, and may change all of it", async () => {
    plantSeed();
    const first = await start({ durable: false });
    const superuser = { ...first.connection, user: SUPERUSER };
    // As it was when the application was the superuser.
    await query(superuser, "alter database ariane owner to ariane");
    await query(superuser, "drop owned by ariane_app");
    await query(superuser, "drop role ariane_app");
    await query(
      superuser,
      `create domain instant as bigint;
       create table kept (id bigint generated always as identity primary key, n serial, at instant, word text default 'hi');
       create index kept_by_at on kept (at);
       create sequence loose;
       create view seen as select id from kept;
       create function one() returns int language sql as 'select 1';
       insert into kept (at) values (1)`,
    );
    await first.stop();

    const { connection, stop } = await start({ durable: false });
    expect(connection.user).toBe("ariane_app");
    await query(
      connection,
      `alter table kept add column more text; alter domain instant set not null; alter sequence loose restart;
       create or replace view seen as select id from kept; drop index kept_by_at; drop function one();
       insert into kept (at) values (2); create table another (id int)`,
    );
    expect(await query(connection, "select id, n, word from kept order by id")).toEqual([
      { id: "1", n: 1, word: "hi" },
      { id: "2", n: 2, word: "hi" },
    ]);
    await stop();
  });
});

test("it listens on no network, and its settings are ours before the caller's", async () => {
  plantSeed();
  const server = await start({ extraSettings: { timezone: "Asia/Kathmandu" } });
  const [settings] = await query(
    server.connection,
    `select current_setting('listen_addresses') as tcp, current_setting('timezone') as zone,
            current_setting('synchronous_commit') as commit, current_setting('fsync') as fsync`,
  );
  expect(settings).toEqual({ tcp: "", zone: "Asia/Kathmandu", commit: "on", fsync: "on" });
  await server.stop();
});

test("a folder below a private home, with a path too long for a socket, serves as well", async () => {
  chmodSync(parent, 0o700);
  dataDir = join(parent, "a-rather-long-name-for-a-folder".repeat(3), "db");
  const server = await start({ durable: false });
  expect(server.connection.host.startsWith(parent)).toBe(false);
  expect(await query(server.connection, "select 1 as one")).toEqual([{ one: 1 }]);
  await server.stop();
});

test("a half-made cluster does not count", async () => {
  mkdirSync(join(dataDir, "cluster.half"), { recursive: true });
  writeFileSync(join(dataDir, "cluster.half/PG_VERSION"), "18\n");
  const server = await start({ durable: false });
  await server.stop();
  expect(readdirSync(dataDir)).not.toContain("cluster.half");
});

test("a server that cannot start says what PostgreSQL said", async () => {
  plantSeed();
  const refusal = start({ durable: false, extraSettings: { shared_buffers: "plenty" } });
  await expect(refusal).rejects.toMatchObject({ code: "did-not-start", message: expect.stringContaining("plenty") });
});

test("a server that dies by itself is noticed, with the end of its log", async () => {
  plantSeed();
  const server = await start({ durable: false });
  process.kill(server.pid, "SIGINT");
  expect(await server.ended).toContain("shut down");
});

const all = await probeTools();
describe.each<[string, Tools]>([
  ["with everything this system offers", all],
  ["without the kernel's death signal", { ...all, deathSignal: false }],
  ["without the kernel's lock", { ...all, lock: false }],
  ["without both", { ...all, deathSignal: false, lock: false }],
])("%s", (_name, tools) => {
  beforeEach(plantSeed);

  test("kill −9 of our process leaves no server running, and no acknowledged row is lost", async () => {
    const { child, connection } = await startChild(tools);
    await query(connection, "create table acknowledged (n int)");
    const client = new pg.Client(connection);
    client.on("error", () => undefined);
    await client.connect();
    let acknowledged = 0;
    const writing = (async () => {
      for (;;) {
        await client.query("insert into acknowledged values ($1)", [acknowledged + 1]);
        acknowledged += 1;
      }
    })().catch(() => undefined);
    await until(() => acknowledged >= 50);
    child.kill("SIGKILL");
    await writing;
    await client.end().catch(() => undefined);

    // The next start follows at once, and itself waits for the old server to be gone.
    const next = await start({ tools });
    const [found] = await query(next.connection, "select max(n) as last, count(*)::int as rows from acknowledged");
    expect(found?.["last"]).toBeGreaterThanOrEqual(acknowledged);
    expect(found?.["rows"]).toBe(found?.["last"]);
    await next.stop();
    expect(processesOn(parent)).toEqual([]);
  });

  test("a stale lock file does not stop the next start, whoever has its pid now", async () => {
    await (await start({ durable: false, tools })).stop();
    const stale = [
      process.pid,
      join(dataDir, "cluster"),
      1_700_000_000,
      5432,
      join(dataDir, "socket"),
      "",
      "",
      "ready",
    ];
    writeFileSync(join(dataDir, "cluster/postmaster.pid"), `${stale.join("\n")}\n`);
    const server = await start({ durable: false, tools });
    expect(await query(server.connection, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.stop();
  });

  test("a second server on the same folder is refused, and the first goes on", async () => {
    const first = await start({ durable: false, tools });
    const second = start({ durable: false, tools });
    await expect(second).rejects.toMatchObject({
      code: "in-use",
      message: expect.stringContaining(`PostgreSQL's pid is ${first.pid}`),
    });
    expect(await query(first.connection, "select 1 as one")).toEqual([{ one: 1 }]);
    await first.stop();
  });
});

test("two first starts at once make one cluster", async () => {
  const outcomes = await Promise.allSettled([start({ durable: false }), start({ durable: false })]);
  const started = outcomes.filter((outcome) => outcome.status === "fulfilled");
  expect(started).toHaveLength(1);
  await Promise.all(started.map((outcome) => outcome.value.stop()));
});

const isRoot = process.geteuid?.() === 0;
describe.runIf(isRoot)("started by root", () => {
  test("where unshare is refused, it steps down to another user", async () => {
    chmodSync(parent, 0o755);
    const server = await start({ durable: false, tools: { ...all, unshare: false } });
    const [whoami] = await query(server.connection, "select 1 as one");
    expect(whoami).toEqual({ one: 1 });
    await server.stop();
    // The folder is that user's from now on, and the next start respects it.
    const next = await start({ durable: false });
    await next.stop();
  });

  test("where that user cannot reach the folder, it says what to do", async () => {
    chmodSync(parent, 0o700);
    const refusal = start({ durable: false, tools: { ...all, unshare: false } });
    await expect(refusal).rejects.toMatchObject({
      code: "cannot-leave-root",
      message: expect.stringContaining("DATABASE_URL"),
    });
  });
});

async function startChild(tools: Tools): Promise<{ child: ChildProcess; connection: EmbeddedConnection }> {
  const child = spawn(process.execPath, [CHILD, dataDir, JSON.stringify(tools)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  if (child.stdout === null) throw new Error("the child has no output");
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), "line");
  const said: unknown = JSON.parse(String(line));
  if (typeof said !== "object" || said === null || !("connection" in said)) throw new Error("the child said nothing");
  const { connection } = said;
  if (typeof connection !== "object" || connection === null || !("host" in connection))
    throw new Error("no connection");
  return {
    child,
    connection: { host: String(connection.host), port: 5432, user: "ariane_app", database: "ariane", ssl: false },
  };
}

async function query(connection: EmbeddedConnection, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every process that stands in a folder below: the postmaster and its backends do. */
function processesOn(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && workingFolder(pid).startsWith(folder));
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error(`waited too long for ${String(isSo)}`);
    await sleep(10);
  }
}
