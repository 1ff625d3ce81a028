/** Reads one mail in a thread of its own, which is ended when it takes too long or too much. */
import { Worker } from "node:worker_threads";
import type { ParsedMail } from "../../../domain/inbound-mail/reading/parsed-mail.ts";
import { MAX_WORKER_MEGABYTES, MAX_WORKER_MS } from "./limits.ts";

/** Null: it did not get through within its limits. Never rejects. */
export function readApart(raw: Uint8Array, timeLimitMs: number = MAX_WORKER_MS): Promise<ParsedMail | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("worker.ts", import.meta.url), {
      workerData: raw,
      resourceLimits: { maxOldGenerationSizeMb: MAX_WORKER_MEGABYTES },
    });
    const end = (mail: ParsedMail | null): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(mail);
    };
    const timer = setTimeout(end, timeLimitMs, null);
    worker.once("message", (mail: ParsedMail) => end(mail));
    worker.once("error", () => end(null));
    worker.once("exit", () => end(null));
  });
}
