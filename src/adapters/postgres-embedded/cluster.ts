import { type ChildProcess } from "node:child_process";
import { closeSync, fsyncSync, openSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { type Launcher, LOCK_IS_HELD } from "./launcher.ts";
import { EmbeddedPostgresRefusal } from "./refusal.ts";

/** Made the cluster; after the start nobody is it (`application-role.ts`). */
export const SUPERUSER = "ariane";

/** Where PostgreSQL's own files lie inside our data folder. */
export const clusterFolder = (dataDir: string): string => join(dataDir, "cluster");

/** Made beside its place and renamed into it, so a cluster that exists is a whole one. "$1" initdb, then its arguments. */
const MAKE = `[ -d cluster ] && exit 0
rm -rf cluster.half
"$@" -D cluster.half && mv cluster.half cluster`;

/** Makes the cluster where there is none. Resolves to false when another process holds the folder. */
export async function makeCluster(
  dataDir: string,
  binaries: Binaries,
  launcher: Launcher,
  durable: boolean,
): Promise<boolean> {
  const initdb = [
    binaries.initdb,
    "--no-instructions",
    `--username=${SUPERUSER}`,
    "--auth=trust",
    "--encoding=UTF8",
    // Byte order on every machine: an index must survive a move to another C library.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(durable ? [] : ["--no-sync"]),
  ];
  const child = launcher.run(MAKE, initdb, ["ignore", "pipe", "pipe"], true);
  const { code, output } = await finished(child);
  if (code === LOCK_IS_HELD) return false;
  if (code !== 0) throw new EmbeddedPostgresRefusal("did-not-start", `initdb failed in ${dataDir}:\n${output}`);
  if (durable) syncFolder(dataDir);
  return true;
}

/**
 * For systems without the kernel's lock: is some process at work in this cluster? If none is, a lock file left there is
 * stale, whoever has its pid by now, and is removed.
 */
export function isRunningUnlocked(dataDir: string): boolean {
  const cluster = clusterFolder(dataDir);
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  // The postmaster and all its backends stand in their cluster's folder.
  if (pids.some((pid) => workingFolder(pid) === cluster)) return true;
  rmSync(join(cluster, "postmaster.pid"), { force: true });
  return false;
}

/** What the postmaster wrote about itself; null where it wrote nothing, or not yet everything. */
interface Postmaster {
  readonly pid: number;
  /** It accepts connections. (The 8th line of `postmaster.pid`, `miscadmin.h` of PostgreSQL.) */
  readonly isReady: boolean;
}

export function loadPostmaster(dataDir: string): Postmaster | null {
  const lines = textOf(join(clusterFolder(dataDir), "postmaster.pid"))?.split("\n");
  const pid = Number(lines?.[0]);
  return pid > 0 ? { pid, isReady: lines?.[7]?.trim() === "ready" } : null;
}

/** The file in which the process that started the server leaves its pid. */
export const SUPERVISOR_FILE = "supervisor.pid";

/**
 * Is the process that started the server on this folder still there? A dead one's children are given another parent by
 * the kernel. Where this says false, the server is about to
 * end, or runs where we cannot see it (another container).
 */
export function isSupervised(dataDir: string): boolean {
  const postmaster = loadPostmaster(dataDir);
  const supervisor = textOf(join(dataDir, SUPERVISOR_FILE))?.trim();
  if (postmaster === null || supervisor === undefined) return false;
  // "pid (name) state ppid …" (proc(5)); the name may hold anything, so read behind its last bracket.
  const parent = textOf(`/proc/${postmaster.pid}/stat`)?.split(") ").at(-1)?.split(" ")[1];
  return parent === supervisor;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // Not there, or gone between two looks.
  }
}

function workingFolder(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // Gone meanwhile, or another user's, who cannot be at work in our folder.
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString("utf8"));
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
