/** A PostgreSQL that writes down what it commits, two processes of the product, and the mail server behind them. */
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { createPool, type Pool } from "../../src/adapters/postgres/pool.ts";
import { startEmbeddedPostgres } from "../../src/adapters/postgres-embedded/embedded-postgres.ts";
import type { ContinuityDelays } from "../../src/domain/continuity/continuity.ts";
import { instant, millis, SECOND } from "../../src/domain/ids.ts";
import { type Acme, foundAcme, MAIL_DOMAIN, QUICK_DELAYS } from "../support/live-world.ts";
import { EXAMPLE_SENDS_FROM_HERE } from "../support/peers/dns.ts";
import { obstacleToSmallDisks, type SmallDisk, smallDisk } from "../support/faults/small-disk.ts";
import { FAKETIME, wrongClock } from "../support/peers/faketime.ts";
import { type MailPeer, startMailPeer } from "../support/peers/mail-peers.ts";
import { type ChildServer, startChild } from "../support/servers/children.ts";
import { type FrozenLine, frozenLine } from "../support/servers/frozen-line.ts";

type WrongClock = ReturnType<typeof wrongClock>;

/** One process of the product, which may be ended and begun again; its way to the database and its clock are its own. */
export interface Process {
  readonly line: FrozenLine;
  /** Null: nothing on this machine sets the clock of one process. */
  readonly clock: WrongClock | null;
  /** Null: it does not run now. */
  readonly door: () => ChildServer | null;
  /** `kill`: as a power cut would; `term`: as an operator would. Resolves when it is gone. */
  end(how: "kill" | "term"): Promise<void>;
  begin(): Promise<void>;
}

export interface Postgres {
  /** Under its tables; its log lies elsewhere. Null: only root may make one. */
  readonly disk: SmallDisk | null;
  /** `fast` ends every session and writes everything down; `immediate` ends as a crash does. */
  end(how: "fast" | "immediate"): Promise<void>;
  begin(): Promise<void>;
}

export interface Installation {
  readonly acme: Acme;
  readonly pool: Pool;
  readonly peer: MailPeer;
  readonly processes: readonly [Process, Process];
  readonly postgres: Postgres;
  /** Those that run now. */
  readonly doors: () => readonly ChildServer[];
  /** Processes that ended though nobody had asked them to, each with how. */
  readonly deaths: readonly string[];
  /** Where the processes write what they have to say. */
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Whoever is gone is mailed at once; a gap in somebody's line may be as long as the faults last. */
const DELAYS: ContinuityDelays = { ...QUICK_DELAYS, reconnectWithin: millis(20 * SECOND) };

export async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), "ariane-rounds-"));
  const postgres = await startPostgres(folder);
  const pool = createPool({ ...postgres.connection, max: 4 });
  await migrate(pool, instant(Date.now()));
  const acme = await foundAcme({ pool }, DELAYS);
  const peer = await startMailPeer();
  const logFile = join(folder, "processes.log");
  const deaths: string[] = [];
  const hasClocks = (await FAKETIME.obstacle()) === null;
  const start = async (): Promise<Process> => {
    const clock = hasClocks ? wrongClock() : null;
    return startProcess(await frozenLine(postgres.connection), { smtpUrl: peer.url, clock, logFile, deaths });
  };
  const processes = [await start(), await start()] as const;
  return {
    acme,
    pool,
    peer,
    processes,
    postgres,
    deaths,
    logFile,
    doors: () => processes.flatMap(({ door }) => door() ?? []),
    async stop() {
      await Promise.all(processes.map((each) => each.end("kill")));
      for (const { line } of processes) line.close();
      await peer.close();
      await pool.end();
      await postgres.end("fast");
      postgres.disk?.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In memory, as it fills; a thousand rounds leave a fifth of it. */
const DISK_MEGABYTES = 512;

async function startPostgres(dataDir: string) {
  const begun = () => startEmbeddedPostgres({ dataDir, durable: true });
  let server = await begun();
  let disk: SmallDisk | null = null;
  if (obstacleToSmallDisks() === null) {
    await server.stop();
    disk = smallDisk(join(dataDir, "cluster", "base"), DISK_MEGABYTES);
    server = await begun();
  }
  const postgres: Postgres = {
    disk,
    async end(how) {
      process.kill(server.pid, how === "fast" ? "SIGINT" : "SIGQUIT");
      await server.ended;
    },
    async begin() {
      server = await begun();
    },
  };
  return { ...postgres, connection: server.connection };
}

interface ProcessOptions {
  readonly smtpUrl: string;
  readonly clock: WrongClock | null;
  readonly logFile: string;
  readonly deaths: string[];
}

async function startProcess(line: FrozenLine, { smtpUrl, clock, logFile, deaths }: ProcessOptions): Promise<Process> {
  const log = openSync(logFile, "a");
  let door: ChildServer | null = null;
  const begin = async (): Promise<void> => {
    const options = { connection: line.connection, smtpUrl, mailDomain: MAIL_DOMAIN, zone: EXAMPLE_SENDS_FROM_HERE };
    const child = await startChild(
      { ...options, isCrowded: true },
      { log, ...(clock === null ? {} : { env: clock.env }) },
    );
    door = child;
    void child.ended.then((how) => {
      if (door !== child) return;
      door = null;
      deaths.push(how);
    });
  };
  await begin();
  return {
    line,
    clock,
    door: () => door,
    begin,
    async end(how) {
      const child = door;
      door = null;
      await (how === "kill" ? child?.kill() : child?.terminate());
    },
  };
}
