/** The thread behind `apart.ts`: does the task it was started with, answers once, ends. */
import { setPriority } from "node:os";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { DNSResolver } from "mailauth";
import { unreachable } from "../../../domain/result.ts";
import type { Task, Tasks, ToThread } from "./tasks.ts";

/** Whoever reads a page goes first. On Linux the priority is that of this thread alone; elsewhere it would be everybody's. */
const BEHIND_THE_OTHERS = 10;
if (process.platform === "linux") setPriority(0, BEHIND_THE_OTHERS);

if (parentPort !== null) {
  const found = await perform(workerData, askThrough(parentPort));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
  parentPort.postMessage({ kind: "found", found });
}

/** What the task needs is loaded for it alone. */
async function perform(task: Task, resolver: DNSResolver): Promise<Tasks[keyof Tasks]["found"]> {
  switch (task.kind) {
    case "read":
      return (await import("../mime/read.ts")).readWhole(task.given);
    case "prove": {
      const { ourHost, ...facts } = task.given;
      return (await import("../authenticate.ts")).authenticateMail(facts, { resolver, ourHost });
    }
    case "body":
      return (await import("../text/reply-text.ts")).readBodyOfMail(task.given, task.given.sentTexts);
    case "sanitise":
      return (await import("../sanitize.ts")).sanitizeMailHtml(task.given.html, { paths: task.given.paths });
    default:
      return unreachable(task);
  }
}

/** DNS is asked by the thread that started us: it knows whom, and what it has asked before. */
function askThrough(port: MessagePort): DNSResolver {
  const asked = new Map<number, (answer: ToThread) => void>();
  let last = 0;
  port.on("message", (answer: ToThread) => asked.get(answer.id)?.(answer));
  return async (name, type) => {
    last += 1;
    const id = last;
    const answer = await new Promise<ToThread>((resolve) => {
      asked.set(id, resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
      port.postMessage({ kind: "ask", id, name, type });
    });
    asked.delete(id);
    if ("code" in answer) throw Object.assign(new Error(`DNS: ${answer.code}`), { code: answer.code });
    return records(answer.records);
  };
}

/** TXT comes in pieces, all else as texts. */
const records = (found: readonly (string | string[])[]): string[] | string[][] => {
  const pieces = found.filter((record) => typeof record !== "string");
  return pieces.length > 0 ? pieces : found.filter((record) => typeof record === "string");
};
