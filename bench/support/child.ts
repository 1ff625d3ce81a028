/** A server in a process of its own: started with options as JSON, asked for its memory, ended with us. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Child {
  readonly port: number;
  /** Where it takes mail; 0: nowhere. */
  readonly mailPort: number;
  /** Resident bytes after a collection of garbage. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** As scripts/start starts the product; the floors get the same. */
const NURSERY = "--max-semi-space-size=16";

export async function startChild(file: string, options: object, execArgv: readonly string[] = []): Promise<Child> {
  const child = fork(join(import.meta.dirname, "..", file), [JSON.stringify(options)], {
    execArgv: ["--expose-gc", NURSERY, ...execArgv],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("a server of the benchmark ended before it answered");
  });
  // Whichever comes first; the end that comes later is expected.
  ended.catch(() => undefined);
  const ready = await heard(child, ended);
  return {
    port: numberIn(ready, "port"),
    mailPort: numberIn(ready, "mailPort"),
    async memory() {
      child.send("memory");
      return numberIn(await heard(child, ended), "rss");
    },
    async stop() {
      const exit = once(child, "exit");
      child.send("stop");
      await exit;
    },
  };
}

async function heard(child: ChildProcess, ended: Promise<never>): Promise<unknown> {
  const [message]: readonly unknown[] = await Promise.race([once(child, "message"), ended]);
  return message;
}

function numberIn(message: unknown, key: string): number {
  const found =
    typeof message === "object" && message !== null ? Object.entries(message).find(([k]) => k === key) : null;
  return typeof found?.[1] === "number" ? found[1] : 0;
}
