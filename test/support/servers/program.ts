/** The program itself, `node src/main.ts`, in a process of its own on a database of the test's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../until.ts";
import type { Connection } from "./database.ts";

export interface Program {
  readonly url: string;
  readonly pid: number;
  /** What it wrote on standard error, so far. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  /** Its code, and null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Kills it, if it lives, and forgets its folder. */
  dispose(): Promise<void>;
}

/** `before`: a command that starts it, such as one that moves its clock. */
export async function startProgram(
  connection: Connection,
  env: Readonly<Record<string, string>> = {},
  before: readonly string[] = [],
): Promise<Program> {
  const dataDir = await mkdtemp(join(tmpdir(), "ariane-program-"));
  const [command, ...args] = [...before, process.execPath, join(import.meta.dirname, "../../../src/main.ts")];
  const child = spawn(command, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      ARIANE_INBOUND_SMTP_PORT: "0",
      ARIANE_DEMO: "0",
      ARIANE_DATA_DIR: dataDir,
      DATABASE_URL: urlOf(connection),
      ...env,
    },
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const exited = once(child, "exit").then(([code]) => (typeof code === "number" ? code : null));
  const ready = await Promise.race([readyIn(dataDir), exited.then(() => null)]);
  if (ready === null) throw new Error(`the program ended before it was ready: ${said.join("")}`);
  return {
    url: ready,
    pid: child.pid ?? 0,
    log: () => said.join(""),
    signal: (name) => void child.kill(name),
    exited,
    dispose: () => end(child, exited, dataDir),
  };
}

async function end(child: ChildProcess, exited: Promise<unknown>, dataDir: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  await exited;
  await rm(dataDir, { recursive: true, force: true });
}

/** The file appears whole when it serves. */
function readyIn(dataDir: string): Promise<string> {
  return until("the program is ready", async () => {
    const text = await readFile(join(dataDir, "ready.json"), "utf8").catch(() => null);
    const ready: unknown = text === null ? null : JSON.parse(text);
    return typeof ready === "object" && ready !== null && "url" in ready ? String(ready.url) : null;
  });
}

/** As operators name a database, in DATABASE_URL. */
export function urlOf({ host, port, user, password = "", database }: Connection): string {
  const where = host.startsWith("/") ? `host=${encodeURIComponent(host)}&port=${port}` : "";
  const at = host.startsWith("/") ? "localhost" : `${host}:${port}`;
  return `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${at}/${database}?${where}`;
}
