import { type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { APPLICATION_ROLE, type EmbeddedConnection, handOver } from "./application-role.ts";
import { type Binaries, locateBinaries } from "./binaries.ts";
import {
  clusterFolder,
  isRunningUnlocked,
  isSupervised,
  loadPostmaster,
  makeCluster,
  SUPERVISOR_FILE,
} from "./cluster.ts";
import { type Launcher, LOCK_IS_HELD, makeLauncher, probeTools, type Tools } from "./launcher.ts";
import { EmbeddedPostgresRefusal } from "./refusal.ts";
import { settingsFor } from "./settings.ts";
import { type SocketFolder, socketFolder } from "./socket-folder.ts";

const DATABASE = "ariane";
/** A server whose supervisor was killed needs up to 5 s: then the postmaster kills what has not obeyed. */
const PATIENCE_WITH_A_DYING_SERVER_MS = 6_000;
/** A killed process dies thread by thread: for a moment its server has still the same parent, and is ending already. */
const PATIENCE_WITH_A_SUPERVISED_SERVER_MS = 700;
/** Replaying a long log takes its time; only a server that neither answers nor ends in it is given up. */
const PATIENCE_WITH_A_START_MS = 180_000;
const POLL_MS = 20;
const LARGEST_LOG = 5_000_000;

export interface EmbeddedPostgresOptions {
  /** Made where missing; holds the cluster, its log and (where the path is short enough) its socket. */
  readonly dataDir: string;
  /** False only where losing everything on a crash of the machine is fine: tests. */
  readonly durable: boolean;
  /** Added to our settings, and stronger than they are. */
  readonly extraSettings?: Readonly<Record<string, string>>;
  /** Told one plain sentence before each step that takes time. */
  readonly onProgress?: (sentence: string) => void;
  /** What the system offers, where a test wants it to offer less. */
  readonly tools?: Tools;
}

interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  readonly pid: number;
  /** Resolves when the server has ended, with the end of its log where nobody asked it to, else null. */
  readonly ended: Promise<string | null>;
  /** Disconnects all clients, writes everything down, ends. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a folder and resolves when it answers. It listens on a Unix socket only, ends when this process
 * does, however that ends, and gives up its folder with its last backend. Throws `EmbeddedPostgresRefusal`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = locateBinaries();
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(options.dataDir);
  const launcher = await makeLauncher(dataDir, binaries, options.tools ?? (await probeTools()));
  const socket = socketFolder(dataDir);
  const job = { ...options, dataDir, binaries, launcher, socket };
  const began = Date.now();
  for (let tries = 0; ; tries += 1) {
    const started = await tryToStart(job);
    if (started !== "in-use") return started;
    const patience = isSupervised(dataDir) ? PATIENCE_WITH_A_SUPERVISED_SERVER_MS : PATIENCE_WITH_A_DYING_SERVER_MS;
    if (Date.now() - began > patience) throw inUse(dataDir);
    if (tries === 0)
      options.onProgress?.("The database folder is still in use; waiting a moment for it to become free.");
    await sleep(100);
  }
}

interface Job extends EmbeddedPostgresOptions {
  readonly binaries: Binaries;
  readonly launcher: Launcher;
  readonly socket: SocketFolder;
}

async function tryToStart(job: Job): Promise<EmbeddedPostgres | "in-use"> {
  const { dataDir, launcher } = job;
  const isNew = statSync(clusterFolder(dataDir), { throwIfNoEntry: false }) === undefined;
  if (isNew) job.onProgress?.("Making a new database.");
  if (isNew && !(await makeCluster(dataDir, job.binaries, launcher, job.durable))) return "in-use";
  if (!launcher.locks && isRunningUnlocked(dataDir)) return "in-use";

  const log = openLog(dataDir);
  const child = launcher.run(scriptFor(launcher), postgresCommand(job), ["ignore", log.fd, log.fd], true);
  closeSync(log.fd);
  const exit = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
  });
  const connection = {
    host: job.socket.path,
    port: 5432,
    user: APPLICATION_ROLE,
    database: DATABASE,
    ssl: false,
  } as const;
  const { pid } = child;
  if (pid !== undefined && (await isReady(child, pid, job))) {
    await handOver(connection);
    return running(pid, { child, exit, connection, log, job });
  }
  child.kill("SIGQUIT");
  if ((await exit) === LOCK_IS_HELD) return "in-use";
  throw new EmbeddedPostgresRefusal("did-not-start", `PostgreSQL did not start on ${dataDir}:\n${log.tail()}`);
}

/**
 * Under the kernel's lock nobody else can be running here, so a lock file found there is stale, whoever has its pid now.
 * A folder that came back from a backup may be open to others, which PostgreSQL refuses.
 */
const scriptFor = (launcher: Launcher): string => `
${launcher.locks ? "rm -f cluster/postmaster.pid" : ""}
chmod 700 cluster
echo "$PPID" >${SUPERVISOR_FILE}
exec "$@"`;

function postgresCommand(job: Job): string[] {
  const settings = { ...settingsFor(job.socket.path, job.durable), ...job.extraSettings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return [job.binaries.postgres, "-D", clusterFolder(job.dataDir), ...flags];
}

interface Running {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly connection: EmbeddedConnection;
  readonly log: Log;
  readonly job: Job;
}

function running(pid: number, { child, exit, connection, log, job }: Running): EmbeddedPostgres {
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    // Fast, then immediate, then by force.
    for (const [signal, patienceMs] of [
      ["SIGINT", 15_000],
      ["SIGQUIT", 6_000],
      ["SIGKILL", 6_000],
    ] as const) {
      child.kill(signal);
      const patience = new AbortController();
      const gone = exit.then(() => "gone" as const);
      const late = sleep(patienceMs, "late" as const, { signal: patience.signal }).catch(() => "late" as const);
      const outcome = await Promise.race([gone, late]);
      patience.abort();
      if (outcome === "gone") break;
    }
    job.socket.dispose();
  };
  return {
    connection,
    pid,
    ended: exit.then(() => (stopping === null ? log.tail() : null)),
    stop: () => (stopping ??= stop()),
  };
}

/**
 * Waits until our postmaster accepts connections; false when it ended before, or let us wait too long. Its own file is
 * asked, not the socket: there, an older server could be answering.
 */
async function isReady(child: ChildProcess, pid: number, job: Job): Promise<boolean> {
  const began = Date.now();
  let told = false;
  while (child.exitCode === null && child.signalCode === null && Date.now() - began < PATIENCE_WITH_A_START_MS) {
    const postmaster = loadPostmaster(job.dataDir);
    if (postmaster?.pid === pid && postmaster.isReady) return true;
    if (!told && Date.now() - began > 3_000) {
      job.onProgress?.("The database was not shut down and is catching up with its log.");
      told = true;
    }
    await sleep(POLL_MS);
  }
  return false;
}

function inUse(dataDir: string): EmbeddedPostgresRefusal {
  const pid = loadPostmaster(dataDir)?.pid;
  const who = pid === undefined ? "another process" : `another server (PostgreSQL's pid is ${pid})`;
  const message = `The database in ${dataDir} is in use by ${who}. Stop that one, or give this one a data folder of its own.`;
  return new EmbeddedPostgresRefusal("in-use", message);
}

interface Log {
  readonly fd: number;
  /** What this start has written, its last lines. */
  tail(): string;
}

function openLog(dataDir: string): Log {
  const path = join(dataDir, "postgres.log");
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(path, `${path}.1`);
  const from = size > LARGEST_LOG ? 0 : size;
  return {
    fd: openSync(path, "a", 0o600),
    tail: () => readFileSync(path).subarray(from).toString("utf8").trim().split("\n").slice(-12).join("\n"),
  };
}
