/** The thread behind `apart.ts`: reads the mail it was started with, answers once, ends. */
import { parentPort, workerData } from "node:worker_threads";
import { readMail } from "./read.ts";

if (parentPort !== null && workerData instanceof Uint8Array) parentPort.postMessage(await readMail(workerData));
