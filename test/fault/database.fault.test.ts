/**
 * PostgreSQL ends, goes silent or moves under two processes that people write to. Whatever it does: nobody's process ends,
 * what cannot be stored is refused and said so, sockets stay, and all that was acknowledged is there once.
 */
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { createPool, type Pool } from "../../src/adapters/postgres/pool.ts";
import type { ConversationId } from "../../src/domain/ids.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { desk, type Line, newClientId, visit, type Visitor } from "../support/doors/doors.ts";
import { type Crowd, crowdAt } from "../support/faults/crowd.ts";
import { type OwnPostgres, ownPostgres } from "../support/faults/own-postgres.ts";
import { REPLICATES, standbyOf } from "../support/faults/standby.ts";
import { type ChildServer, startChild } from "../support/servers/children.ts";
import { type FrozenLine, frozenLine } from "../support/servers/frozen-line.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN, messagesOf } from "../support/live-world.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;
const WRITERS = 8;
const FORGOTTEN_EVERY_MS = 2_000;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Given {
  readonly postgres: OwnPostgres;
  /** By which both processes reach it. */
  readonly way: FrozenLine;
  readonly world: LiveWorld;
  readonly processes: readonly [ChildServer, ChildServer];
  readonly crowd: Crowd;
  readonly marie: Marie;
}

/** Somebody with an open page at one process, whose conversation Léo has open at the other. */
interface Marie {
  readonly visitor: Visitor;
  readonly id: ConversationId;
  readonly widget: Line<object>;
  readonly workspace: Line<object>;
}

async function given(settings: Readonly<Record<string, string>> = {}): Promise<Given> {
  const postgres = await ownPostgres(settings);
  closers.push(() => postgres.database.dispose());
  const world = await liveWorld(postgres.database);
  const way = await frozenLine(postgres.database.connection);
  closers.push(() => way.close());
  const start = async (): Promise<ChildServer> => {
    const child = await startChild({
      connection: way.connection,
      smtpUrl: "smtp://127.0.0.1:9",
      mailDomain: MAIL_DOMAIN,
      zone: EXAMPLE_SENDS_FROM_HERE,
      isCrowded: true,
    });
    closers.push(() => child.kill());
    return child;
  };
  const processes = [await start(), await start()] as const;
  const visitor = await visit(processes[0], world.brandId);
  const id = await visitor.begin(processes[0], { text: "Bonjour" });
  const [widget, workspace] = [await visitor.connect(processes[0]), await desk(world.leo).watch(processes[1], id)];
  closers.push(() => [widget, workspace].forEach((line) => line.hangUp()));
  // They write faster than people: what strangers may do in a minute is another test's.
  const forgetting = setInterval(() => {
    world.database.pool.query("delete from rate_window").catch(() => undefined);
  }, FORGOTTEN_EVERY_MS);
  closers.push(() => clearInterval(forgetting));
  const crowd = await crowdAt(processes, world.brandId, WRITERS);
  return { postgres, way, world, processes, crowd, marie: { visitor, id, widget, workspace } };
}

const written = ({ writers }: Crowd): number => writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);

/** So many more messages were acknowledged since. */
async function goesOn(crowd: Crowd, more = 5 * WRITERS): Promise<void> {
  const before = written(crowd);
  await until("people are heard again", () => written(crowd) >= before + more);
}

async function expectEverythingOnce({ world, crowd }: Given, pool: Pool = world.database.pool): Promise<void> {
  for (const { id, acknowledged } of crowd.writers) {
    const found = await messagesOf({ database: { ...world.database, pool } }, id);
    expect(found.map(({ body }) => body)).toEqual(acknowledged);
  }
}

/** No process ended, and whoever was refused was so with the house's own words. */
function expectUnmoved({ processes, crowd }: Given): void {
  expect(processes.map((each) => each.isAlive())).toEqual([true, true]);
  expect([...crowd.refused.keys()].filter((why) => why !== "503 unavailable")).toEqual([]);
}

/** The sockets that were open are, and each hears what is said at the other process. */
async function expectNothingStale({ processes, marie, world }: Given): Promise<void> {
  const { visitor, id, widget, workspace } = marie;
  expect([widget.isOpen(), workspace.isOpen()]).toEqual([true, true]);
  const words = { hers: `Marie ${newClientId()}`, his: `Léo ${newClientId()}` };
  await visitor.write(processes[0], id, { text: words.hers });
  await workspace.hears("what Marie writes", (frame) => JSON.stringify(frame).includes(words.hers));
  await desk(world.leo).reply(processes[1], id, { text: words.his });
  await widget.hears("what Léo replies", (frame) => JSON.stringify(frame).includes(words.his));
}

/** One line a second at most tells of the database, and nothing tells of anything else. */
function expectCalm({ processes }: Given, seconds: number): void {
  for (const { logged } of processes) {
    const told = logged.filter((line) => line.includes('"trouble"'));
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(logged).toHaveLength(told.length);
  }
}

const readyOf = async ({ url }: ChildServer): Promise<readonly [number, string]> => {
  const answer = await fetch(`${url}/readyz`);
  const { because = "" }: { because?: string } = JSON.parse(await answer.text());
  return [answer.status, because];
};

describe("PostgreSQL under two processes and people who write", { timeout: 3 * MINUTE }, () => {
  test.each(["fast", "immediate"] as const)("restarted, %s, three times", async (how) => {
    const all = await given();
    await goesOn(all.crowd);
    const began = performance.now();
    for (let times = 0; times < 3; times += 1) {
      await all.postgres.stop(how);
      const [status, because] = await readyOf(all.processes[0]);
      expect([status, because.startsWith("database-")]).toEqual([503, true]);
      await all.postgres.start();
      await goesOn(all.crowd);
    }
    await all.crowd.leave();
    expectUnmoved(all);
    expect(all.crowd.refused.size).toBe(1);
    expectCalm(all, (performance.now() - began) / 1_000);
    await expectEverythingOnce(all);
    await expectNothingStale(all);
  });

  test("sessions ended at random moments, by pg_terminate_backend", async () => {
    const all = await given();
    await goesOn(all.crowd);
    for (let times = 0; times < 150; times += 1) {
      await all.world.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1`,
      );
      await pause(20);
    }
    await goesOn(all.crowd);
    await all.crowd.leave();
    expectUnmoved(all);
    await expectEverythingOnce(all);
    await expectNothingStale(all);
  });

  test("a network that freezes without closing", async () => {
    const all = await given();
    await goesOn(all.crowd);
    const began = performance.now();
    all.way.freeze();
    await goesOn(all.crowd);
    expect((performance.now() - began) / 1_000).toBeLessThan(40);
    await all.crowd.leave();
    expectUnmoved(all);
    await expectNothingStale(all);
    expect((performance.now() - began) / 1_000).toBeLessThan(60);
    await expectEverythingOnce(all);
  });

  test("a network that swallows everything: readyz says so within a second", async () => {
    const all = await given();
    all.way.freeze();
    all.way.swallowNew(true);
    const began = performance.now();
    expect(await readyOf(all.processes[0])).toEqual([503, "database-silent"]);
    expect(performance.now() - began).toBeLessThan(1_000);
    all.way.swallowNew(false);
    await goesOn(all.crowd);
    await all.crowd.leave();
    expectUnmoved(all);
    await expectEverythingOnce(all);
  });

  test("a failover behind the same name, to a server that takes over from one that lives on", async () => {
    const all = await given();
    await goesOn(all.crowd);
    const heir = await all.postgres.handOver();
    all.way.moveTo(heir);
    await goesOn(all.crowd);
    await all.crowd.leave();
    expectUnmoved(all);
    const pool = createPool(heir);
    await expectEverythingOnce(all, pool);
    await pool.end();
    await expectNothingStale(all);
  });

  test("a failover behind the same name, to the replica of one that was lost in the middle of work", async () => {
    const all = await given(REPLICATES);
    const { postgres, way, crowd } = all;
    const standby = await standbyOf(postgres.dataDir, postgres.database.connection);
    closers.push(() => standby.stop());
    await goesOn(crowd);
    await postgres.stop("immediate");
    await standby.promote();
    way.moveTo(standby.connection);
    await goesOn(crowd);
    await crowd.leave();
    expectUnmoved(all);
    const pool = createPool(standby.connection);
    await expectEverythingOnce(all, pool);
    await pool.end();
    await expectNothingStale(all);
  });
});
