/**
 * How a program of PostgreSQL is run here: as whom, under which lock, and bound to our own life.
 *
 * Everything is a chain of small tools of util-linux that replace each other by exec, so the process we spawned is in
 * the end PostgreSQL itself: `unshare` or a change of uid (it refuses root), `setpriv --pdeathsig` (the kernel stops it
 * when we die, even by kill −9), `flock` (one server a folder; inherited by every backend, so it is free exactly when
 * the last of them is gone).
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { chownSync, existsSync, statSync } from "node:fs";
import process from "node:process";
import type { Binaries } from "./binaries.ts";
import { EmbeddedPostgresRefusal, USE_AN_EXTERNAL_SERVER } from "./refusal.ts";

/** Exit status of `flock` where another process holds the lock. No program of PostgreSQL ends with it. */
export const LOCK_IS_HELD = 75;
/** The uid and gid of `nobody`, on every Linux we know. */
const NOBODY = 65_534;
/** Fast and sure: no checkpoint, the next start replays the log. A slow farewell could outlive the patience of the next start. */
const DEATH_SIGNAL = "QUIT";
/** Nothing of our environment reaches PostgreSQL: PGDATA, PGPORT or a locale of the caller would bend it. */
const ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" };

export interface Launcher {
  /** True where the kernel's lock decides who may run on the folder. */
  readonly locks: boolean;
  /**
   * Runs a shell script ("$@" are its arguments) in its own session, so that Ctrl-C in a terminal reaches us alone.
   * With `guarded`, it holds the folder's lock and ends when this process (strictly: this thread) does.
   */
  run(script: string, args: readonly string[], stdio: SpawnOptions["stdio"], guarded: boolean): ChildProcess;
}

/** What the system offers. Probed once a start; tests take tools away. */
export interface Tools {
  readonly unshare: boolean;
  readonly deathSignal: boolean;
  readonly lock: boolean;
}

interface Identity {
  readonly prefix: readonly string[];
  readonly options: { readonly uid?: number; readonly gid?: number };
}

const UNSHARE = ["unshare", "--user", `--map-user=${NOBODY}`, "--"];
const DEATH = ["setpriv", "--pdeathsig", DEATH_SIGNAL, "--"];
const LOCK = ["flock", "--no-fork", "--nonblock", "--conflict-exit-code", `${LOCK_IS_HELD}`];

/** Asks the system for the tools, by using them. */
export async function probeTools(): Promise<Tools> {
  const [unshare, deathSignal, lock] = await Promise.all(
    [UNSHARE, DEATH, [...LOCK, "/tmp"]].map((tool) => succeeds([...tool, "true"], {})),
  );
  return { unshare: unshare === true, deathSignal: deathSignal === true, lock: lock === true };
}

/** PostgreSQL will run as another user than we: that user needs a way through the folders above its own. */
export const leavesRoot = (tools: Tools): boolean => process.geteuid?.() === 0 && !tools.unshare;

/** Decides as whom PostgreSQL runs on this folder, which must exist, and prepares the folder for that user. */
export async function makeLauncher(folder: string, binaries: Binaries, tools: Tools): Promise<Launcher> {
  const identity = await chooseIdentity(folder, binaries, tools);
  return {
    locks: tools.lock,
    run(script, args, stdio, guarded) {
      const guards = guarded ? [...(tools.deathSignal ? DEATH : []), ...(tools.lock ? [...LOCK, folder] : [])] : [];
      const bound = guarded ? diesWithUs(script) : script;
      const child = start([...identity.prefix, ...guards, "sh", "-c", bound, "sh", ...args], {
        ...identity.options,
        stdio,
        cwd: folder,
      });
      if (guarded && !tools.deathSignal) watch(child);
      return child;
    },
  };
}

/** The death signal is asked for by the child: had we died before, it would never come. */
const diesWithUs = (script: string): string => `[ "$PPID" = ${process.pid} ] || exit 70\n${script}`;

async function chooseIdentity(folder: string, binaries: Binaries, tools: Tools): Promise<Identity> {
  const we = process.geteuid?.() ?? 0;
  const owner = statSync(folder);
  if (we !== 0) {
    if (owner.uid === we) return { prefix: [], options: {} };
    const message = `The folder ${folder} belongs to user ${owner.uid}, and this is user ${we}: chown it, or start as its owner.`;
    throw new EmbeddedPostgresRefusal("not-ours", message);
  }
  // Data made by an ordinary user stays that user's.
  if (owner.uid !== 0) return droppedTo(owner.uid, owner.gid, folder, binaries);
  if (tools.unshare) return { prefix: UNSHARE, options: {} };
  if (existsSync(`${folder}/cluster`))
    throw cannotLeaveRoot(folder, "its files belong to root, and unshare is refused");
  chownSync(folder, NOBODY, NOBODY);
  return droppedTo(NOBODY, NOBODY, folder, binaries);
}

async function droppedTo(uid: number, gid: number, folder: string, binaries: Binaries): Promise<Identity> {
  const options = { uid, gid };
  const reachesBoth = ["sh", "-c", '"$1" --version >/dev/null && test -w "$2"', "sh", binaries.postgres, folder];
  if (await succeeds(reachesBoth, options)) return { prefix: [], options };
  throw cannotLeaveRoot(folder, `user ${uid} cannot reach ${binaries.postgres} or that folder`);
}

function cannotLeaveRoot(folder: string, why: string): EmbeddedPostgresRefusal {
  const cure = `Start as an ordinary user, or install where every user may read (not below /root). ${USE_AN_EXTERNAL_SERVER}`;
  const message = `PostgreSQL refuses to run as root, and there is no way down for ${folder}: ${why}.\n${cure}`;
  return new EmbeddedPostgresRefusal("cannot-leave-root", message);
}

function start(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program = "", ...args] = command;
  return spawn(program, args, { ...options, detached: true, env: ENVIRONMENT });
}

/** For systems without the death signal: a shell that waits for our end of a pipe to close. */
function watch(child: ChildProcess): void {
  const script = `read -r _; kill -${DEATH_SIGNAL} "$1"`;
  const dog = start(["sh", "-c", script, "sh", `${child.pid}`], { stdio: ["pipe", "ignore", "ignore"] });
  dog.unref();
  // It must not outlive what it watches, or it would one day signal a stranger with the same pid.
  child.once("exit", () => dog.kill("SIGKILL"));
}

function succeeds(command: readonly string[], options: SpawnOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const child = start(command, { ...options, stdio: "ignore", cwd: "/" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0 || code === LOCK_IS_HELD));
  });
}
