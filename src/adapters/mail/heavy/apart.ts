/** Does one task with heavy mail in a thread of its own, which is ended when it takes too long or too much. */
import { Worker } from "node:worker_threads";
import type { DNSResolver } from "mailauth";
import { createPlaces } from "../../places.ts";
import { MAX_THREADS, MAX_WORKER_MEGABYTES, MAX_WORKER_MS } from "../mime/limits.ts";
import type { FromThread, Tasks, ToThread } from "./tasks.ts";

interface Means {
  readonly timeLimitMs?: number;
  /** Asked in the name of the thread; without it DNS knows nothing. */
  readonly resolver?: DNSResolver;
}

/** Null: it did not get through within its limits. Never rejects. Waits where others are at work already. */
export function apart<K extends keyof Tasks>(
  kind: K,
  given: Tasks[K]["given"],
  means: Means = {},
): Promise<Tasks[K]["found"] | null> {
  return places.hold(() => run(kind, given, means));
}

function run<K extends keyof Tasks>(
  kind: K,
  given: Tasks[K]["given"],
  { timeLimitMs = MAX_WORKER_MS, resolver = nobody }: Means,
): Promise<Tasks[K]["found"] | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("thread.ts", import.meta.url), {
      workerData: { kind, given },
      resourceLimits: { maxOldGenerationSizeMb: MAX_WORKER_MEGABYTES },
    });
    let isOver = false;
    const end = (found: Tasks[K]["found"] | null): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      // Its memory is free only when it is gone, and so is its place.
      void worker.terminate().then(() => resolve(found));
    };
    const timer = setTimeout(end, timeLimitMs, null);
    worker.on("message", (message: FromThread<K>) => {
      if (message.kind === "found") end(message.found);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
      else void answer(message, resolver).then((found) => worker.postMessage(found));
    });
    worker.once("error", () => end(null));
    worker.once("exit", () => end(null));
  });
}

async function answer(
  { id, name, type }: { readonly id: number; readonly name: string; readonly type: string },
  resolver: DNSResolver,
): Promise<ToThread> {
  try {
    return { id, records: await resolver(name, type) };
  } catch (error) {
    return { id, code: error instanceof Error && "code" in error ? String(error.code) : "ESERVFAIL" };
  }
}

const nobody: DNSResolver = () => Promise.reject(Object.assign(new Error("not asked"), { code: "ENOTFOUND" }));

/** Each may take a core and much memory. */
const places = createPlaces(MAX_THREADS);
