/** Servers in processes of their own, which a test may kill as a power cut would. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Connection } from "./database.ts";
import type { Zone } from "../peers/dns.ts";

/** Plain data: it travels as JSON. */
export interface ChildOptions {
  readonly connection: Connection;
  /** Where its mail goes. */
  readonly smtpUrl: string;
  readonly mailDomain: string;
  readonly zone: Zone;
  /** Where browsers reach it, so that a page finds the next one there too; not given: anywhere. */
  readonly httpPort?: number;
  /** Everybody comes from this machine, and they are many: nothing is counted by network. */
  readonly isCrowded?: boolean;
}

export interface ChildServer {
  readonly url: string;
  readonly inboundPort: number;
  /** It has not ended, and nobody has killed it. */
  isAlive(): boolean;
  /** What it has logged, a line an event; nothing where that goes to a file. */
  readonly logged: readonly string[];
  /** SIGSTOP: it does and says nothing more, but its connections stay open. */
  freeze(): void;
  /** SIGKILL; resolves when it is gone. Safe to repeat. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator stops it; resolves when it is gone. */
  terminate(): Promise<void>;
  /** How it ended, when it has. */
  readonly ended: Promise<string>;
}

/** `log`: a file that is open, for what it has to say; not given: where ours goes. `env`: besides PATH. */
export async function startChild(
  options: ChildOptions,
  { log = "inherit", env = {} }: { readonly log?: number | "inherit"; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ChildServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "child-server.ts"), JSON.stringify(options)], {
    stdio: ["pipe", "pipe", log === "inherit" ? "pipe" : log],
    env: { PATH: process.env["PATH"], ...env },
  });
  const exit = once(child, "exit");
  const logged: string[] = [];
  if (child.stderr !== null)
    createInterface({ input: child.stderr }).on("line", (line) => {
      logged.push(line);
      process.stderr.write(`${line}\n`);
    });
  const ready = await Promise.race([firstLine(child), exit.then(() => null)]);
  if (ready === null) throw new Error("the child server ended before it was ready");
  return {
    ...readReady(ready),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    logged,
    freeze: () => void child.kill("SIGSTOP"),
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
    async terminate() {
      child.kill("SIGTERM");
      await exit;
    },
    ended: exit.then(([code, signal]: readonly unknown[]) => `code ${String(code)}, signal ${String(signal)}`),
  };
}

async function firstLine(child: ChildProcess): Promise<string | null> {
  if (child.stdout === null) return null;
  for await (const line of createInterface({ input: child.stdout })) return line;
  return null;
}

function readReady(line: string): { readonly url: string; readonly inboundPort: number } {
  const ready: unknown = JSON.parse(line);
  if (typeof ready === "object" && ready !== null && "url" in ready && "inboundPort" in ready) {
    const { url, inboundPort } = ready;
    if (typeof url === "string" && typeof inboundPort === "number") return { url, inboundPort };
  }
  throw new Error(`the child server said ${line}`);
}
