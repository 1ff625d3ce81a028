/** One JSON line an event on standard error, so that standard output stays for people. */
import { systemTimers } from "../../adapters/system/timers.ts";
import { instant, millis } from "../../domain/ids.ts";
import type { Timers } from "../../ports/system.ts";
import type { Log, LogFields, LogLevel } from "../../transport/edge/log.ts";

const RANK: Readonly<Record<LogLevel | "silent", number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };
/** Trouble of the database is met by every request, job and socket at once, hundreds of times a second. */
const TROUBLE_TOLD_EVERY = millis(1_000);

/** What `describeError` makes of trouble with the database is told once a second, with how much like it was not. */
export function createLog(
  least: LogLevel | "silent",
  write: (line: string) => void = writeToStandardError,
  timers: Timers = systemTimers,
): Log {
  const print = ({ level, event, fields }: Line): void =>
    write(`${JSON.stringify({ at: new Date(instant(Date.now())).toISOString(), level, event, ...fields })}\n`);
  const calm = onceEvery(TROUBLE_TOLD_EVERY, timers, print);
  return (level, event, fields = {}) => {
    if (RANK[level] < RANK[least]) return;
    const line = { level, event, fields };
    if ("trouble" in fields) calm(line);
    else print(line);
  };
}

interface Line {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

/** The first at once; of what comes within a span after one that was told, the last when the span is over. */
function onceEvery(span: ReturnType<typeof millis>, timers: Timers, print: (line: Line) => void): (line: Line) => void {
  let isOpen = true;
  let held: Line | null = null;
  let suppressed = 0;
  const tell = (line: Line): void => {
    print(line);
    isOpen = false;
    timers.after(span, () => {
      isOpen = true;
      if (held === null) return;
      const { fields, ...rest } = held;
      const last = { ...rest, fields: suppressed === 0 ? fields : { ...fields, suppressed } };
      held = null;
      suppressed = 0;
      tell(last);
    });
  };
  return (line) => {
    if (isOpen) return tell(line);
    if (held !== null) suppressed += 1;
    held = line;
  };
}

const writeToStandardError = (line: string): void => void process.stderr.write(line);
