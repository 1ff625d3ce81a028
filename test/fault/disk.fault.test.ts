/**
 * The disk under PostgreSQL is full. What is stored can be read, as long as PostgreSQL runs; what cannot be stored is refused and
 * said so; there is a sentence for the operator; and it goes on by itself when there is room.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { systemTimers } from "../../src/adapters/system/timers.ts";
import { keepEmbeddedPostgres } from "../../src/adapters/postgres-embedded/kept-postgres.ts";
import { createLog } from "../../src/compose/log/log.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { AGENT_COOKIE } from "../../src/transport/edge/cookies.ts";
import { newClientId, Refused, visit, type Visitor } from "../support/doors/doors.ts";
import { type OwnPostgres, ownPostgres } from "../support/faults/own-postgres.ts";
import { obstacleToSmallDisks, type SmallDisk, smallDisk } from "../support/faults/small-disk.ts";
import { liveWorld, type LiveWorld, messagesOf } from "../support/live-world.ts";
import { runOn } from "../support/servers/running.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;
/** Small segments of the log, so that it needs another soon. */
const SETTINGS = { min_wal_size: "32MB", max_wal_size: "64MB", wal_recycle: "off", wal_init_zero: "on" };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const obstacle = obstacleToSmallDisks();
if (obstacle !== null) process.stderr.write(`Not proved: ${obstacle}\n`);

interface Given {
  readonly world: LiveWorld;
  readonly server: { readonly url: string };
  readonly visitor: Visitor;
  readonly id: ConversationId;
  readonly logged: readonly string[];
  /** The texts that were acknowledged. */
  readonly acknowledged: string[];
}

async function given(postgres: OwnPostgres): Promise<Given> {
  const world = await liveWorld(postgres.database);
  const logged: string[] = [];
  const server = await runOn(postgres.database, { log: createLog("warn", (line) => void logged.push(line)) });
  closers.push(() => server.stop());
  const visitor = await visit(server, world.brandId);
  const id = await visitor.begin(server, { text: "Bonjour" });
  return { world, server, visitor, id, logged, acknowledged: ["Bonjour"] };
}

/** Four megabytes for the log, and for nothing else. */
const LOGGED = "select pg_logical_emit_message(false, 'ballast', repeat('x', 4000000))";

/** So much at a time that pages and the log fill, and nothing that could be made shorter. */
const longText = (): string => randomBytes(4_900).toString("hex");

/** Whether it was acknowledged; a refusal must be ours. */
async function write({ world, server, visitor, id, acknowledged }: Given, text: string): Promise<boolean> {
  await world.database.pool.query("delete from rate_window").catch(() => undefined);
  try {
    await visitor.write(server, id, { text, clientId: newClientId() });
    acknowledged.push(text);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 503 && error.message.includes('"unavailable"')) return false;
    throw error;
  }
}

async function untilRefused(all: Given): Promise<void> {
  await until("nothing more can be stored", async () => {
    // A message alone is small beside a segment of the log.
    await all.world.database.pool.query(LOGGED).catch(() => undefined);
    return !(await write(all, longText()));
  });
}

async function read(all: Given, path: string): Promise<{ readonly status: number; readonly said: string }> {
  const answer = await fetch(`${all.server.url}${path}`, { headers: { cookie: `${AGENT_COOKIE}=${all.world.leo}` } });
  return { status: answer.status, said: await answer.text() };
}

/** What was refused may yet have been stored where only the answer was lost; nothing else, and nothing twice. */
async function expectAcknowledgedOnce({ world, id, acknowledged }: Given): Promise<void> {
  const stored = (await messagesOf(world, id)).map(({ body }) => body);
  expect(stored.filter((body) => acknowledged.includes(body))).toEqual(acknowledged);
}

const small = (folder: string, megabytes: number): SmallDisk => {
  const disk = smallDisk(folder, megabytes);
  closers.push(() => disk.dispose());
  return disk;
};

describe.skipIf(obstacle !== null)("a full disk", { timeout: 3 * MINUTE }, () => {
  test("full where the tables lie: what is there is read, what comes is refused, and it goes on when there is room", async () => {
    const postgres = await ownPostgres(SETTINGS);
    closers.push(() => postgres.database.dispose());
    await postgres.stop("fast");
    const disk = small(join(postgres.dataDir, "cluster", "base"), 120);
    await postgres.start();
    const all = await given(postgres);
    disk.fill();
    await untilRefused(all);
    expect((await read(all, `/api/agent/conversations/${all.id}`)).status).toBe(200);
    expect((await read(all, "/api/agent/conversations?view=unassigned")).status).toBe(200);
    const ready = await read(all, "/readyz");
    expect(ready).toMatchObject({ status: 503, said: expect.stringContaining("database-disk-full") });
    const health = await read(all, "/api/admin/health");
    expect(health).toMatchObject({ status: 200, said: expect.stringContaining('"kind":"disk-full"') });
    expect(health.said).toContain("No space left on device");
    const told = all.logged.find((line) => line.includes("disk-full"));
    expect(told).toContain("no room on its disk");
    expect(told).not.toContain('"stack"');
    disk.free();
    await until("it goes on", () => write(all, "Et voilà"));
    await expectAcknowledgedOnce(all);
  });

  test("full where the log lies: PostgreSQL ends itself again and again, and comes up when there is room", async () => {
    const postgres = await ownPostgres(SETTINGS);
    closers.push(() => postgres.database.dispose());
    await postgres.stop("fast");
    const disk = small(join(postgres.dataDir, "cluster", "pg_wal"), 100);
    const kept = await keepEmbeddedPostgres({
      dataDir: postgres.dataDir,
      durable: false,
      extraSettings: { synchronous_commit: "on", ...SETTINGS },
      timers: systemTimers,
      ended: () => undefined,
      back: () => undefined,
    });
    closers.push(() => kept.stop());
    const all = await given(postgres);
    disk.fill();
    await untilRefused(all);
    const ready = await read(all, "/readyz");
    expect(ready.said).toContain("database-");
    expect(all.logged.some((line) => line.includes('"trouble"'))).toBe(true);
    expect(all.logged.filter((line) => line.includes('"stack"'))).toEqual([]);
    disk.free();
    await until("it goes on", () => write(all, "Et voilà"));
    await expectAcknowledgedOnce(all);
  });
});
