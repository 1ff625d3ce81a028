/** What happens to a process in which something was thrown that nobody caught. */
import { DatabaseTrouble } from "../ports/database-trouble.ts";
import { describeError, type Log } from "../transport/edge/log.ts";

interface Hearing {
  on(event: "uncaughtException" | "unhandledRejection", hear: (thrown: unknown) => void): unknown;
}

/**
 * A bug of ours, after which nothing in memory is sure: told with its stack, and `end` is called once, to end in order and with
 * an error, so that whatever runs us starts a fresh one. A rejection that only says that the database is in trouble is a catch
 * that is missing, and no more: it is told, and the process lives on.
 */
export function heedBugs(process: Hearing, log: Log, end: () => void): void {
  let isEnding = false;
  const heed = (thrown: unknown): void => {
    log("error", "bug-not-caught", describeError(thrown));
    if (isEnding) return;
    isEnding = true;
    end();
  };
  process.on("uncaughtException", heed);
  process.on("unhandledRejection", (thrown) => {
    if (thrown instanceof DatabaseTrouble) log("error", "trouble-not-caught", describeError(thrown));
    else heed(thrown);
  });
}
