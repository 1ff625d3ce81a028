/** The thread behind `apart.ts`: reads the mail it was started with, answers once, ends. */
import { parentPort, workerData } from "node:worker_threads";
import { readMail } from "./read.ts";

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window: it has no origin
if (parentPort !== null && workerData instanceof Uint8Array) parentPort.postMessage(await readMail(workerData));
