import { Worker } from "node:worker_threads";
import type { Asked } from "./hashing-thread.ts";

/** Does one piece of work on passwords. The caller sees to it that there are never too many at once. */
export interface HashingThreads {
  (asked: Asked): Promise<unknown>;
}

/** Threads are made as they are needed and kept; an idle one keeps no process alive. */
export function createHashingThreads(): HashingThreads {
  const idle: Worker[] = [];
  return (asked) =>
    new Promise((resolve, reject) => {
      const worker = idle.pop() ?? new Worker(new URL("hashing-thread.ts", import.meta.url));
      worker.ref();
      const settle = (): void => {
        worker.off("error", failed).off("exit", failed).off("message", answered);
      };
      const failed = (error: unknown): void => {
        settle();
        reject(error instanceof Error ? error : new Error(`a hashing thread ended: ${String(error)}`));
      };
      const answered = (said: unknown): void => {
        settle();
        worker.unref();
        idle.push(worker);
        resolve(said);
      };
      worker.on("error", failed).on("exit", failed).on("message", answered);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
      worker.postMessage(asked);
    });
}
