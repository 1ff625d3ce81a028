/** One JSON line an event on standard error, so that standard output stays for people. */
import { instant } from "../domain/ids.ts";
import type { Log, LogLevel } from "../transport/edge/log.ts";

const RANK: Readonly<Record<LogLevel | "silent", number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

export function createLog(least: LogLevel | "silent", write: (line: string) => void = writeToStandardError): Log {
  return (level, event, fields = {}) => {
    if (RANK[level] < RANK[least]) return;
    write(`${JSON.stringify({ at: new Date(instant(Date.now())).toISOString(), level, event, ...fields })}\n`);
  };
}

const writeToStandardError = (line: string): void => void process.stderr.write(line);
