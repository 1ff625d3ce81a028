/**
 * PostgreSQL ends, goes silent or moves under two processes that people write to. Whatever it does: nobody's process ends,
 * what cannot be stored is refused and said so, sockets stay, and all that was acknowledged is there once.
 */
import { afterEach, describe, expect, test } from "vitest";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { type Crowd, crowdAt } from "../support/faults/crowd.ts";
import { type Ending, type OwnPostgres, ownPostgres } from "../support/faults/own-postgres.ts";
import { type ChildServer, startChild } from "../support/servers/children.ts";
import { liveWorld, type LiveWorld, MAIL_DOMAIN, messagesOf } from "../support/live-world.ts";
import { until } from "../support/until.ts";

const MINUTE = 60_000;
const WRITERS = 8;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Given {
  readonly postgres: OwnPostgres;
  readonly world: LiveWorld;
  readonly processes: readonly [ChildServer, ChildServer];
  readonly crowd: Crowd;
}

async function given(): Promise<Given> {
  const postgres = await ownPostgres();
  closers.push(() => postgres.database.dispose());
  const world = await liveWorld(postgres.database);
  const start = async (): Promise<ChildServer> => {
    const child = await startChild({
      connection: postgres.database.connection,
      smtpUrl: "smtp://127.0.0.1:9",
      mailDomain: MAIL_DOMAIN,
      zone: EXAMPLE_SENDS_FROM_HERE,
    });
    closers.push(() => child.kill());
    return child;
  };
  const processes = [await start(), await start()] as const;
  const crowd = await crowdAt(processes, world.brandId, WRITERS);
  return { postgres, world, processes, crowd };
}

const written = ({ writers }: Crowd): number => writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);

/** So many more messages were acknowledged since. */
async function goesOn(crowd: Crowd, more = 5 * WRITERS): Promise<void> {
  const before = written(crowd);
  await until("people are heard again", () => written(crowd) >= before + more);
}

async function expectEverythingOnce({ world, crowd }: Given): Promise<void> {
  for (const { id, acknowledged } of crowd.writers) {
    expect((await messagesOf(world, id)).map(({ body }) => body)).toEqual(acknowledged);
  }
}

/** No process ended, and each was refused with the house's own words. */
function expectUnmoved({ processes, crowd }: Given): void {
  expect(processes.map((each) => each.isAlive())).toEqual([true, true]);
  expect([...crowd.refused.keys()].filter((why) => why !== "503 unavailable")).toEqual([]);
}

/** One line a second at most tells of the database. */
function expectCalm({ processes }: Given, seconds: number): void {
  for (const { logged } of processes) {
    const told = logged.filter((line) => line.includes('"trouble"'));
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    expect(logged).toHaveLength(told.length);
  }
}

describe("PostgreSQL is restarted", { timeout: 2 * MINUTE }, () => {
  test.each(["fast", "immediate"] as const)("%s, under load, three times", async (how: Ending) => {
    const all = await given();
    await goesOn(all.crowd);
    const began = performance.now();
    for (let times = 0; times < 3; times += 1) {
      await all.postgres.stop(how);
      await all.postgres.start();
      await goesOn(all.crowd);
    }
    await all.crowd.leave();
    expectUnmoved(all);
    expect(all.crowd.refused.size).toBe(1);
    expectCalm(all, (performance.now() - began) / 1_000);
    await expectEverythingOnce(all);
  });
});
